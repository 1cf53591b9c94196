using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class KnowledgeRefresherTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly InMemoryDocuments documents = new();
    private readonly InMemoryKnowledgeIndex index = new();

    [Fact]
    public async Task Reconcile_NewChangedMissingAndSame_DoesWhatEachNeeds()
    {
        documents.Put("same.md", "Same text.");
        documents.Put("changed.md", "## A\nOld.\n## B\nKept.");
        documents.Put("gone.md", "Gone text.");
        await Refresher().ReconcileAsync(null, None);
        var kept = index.PassagesOf("changed.md").Single(entry => entry.Passage.Section == "B").Passage;

        documents.Put("changed.md", "## A\nNew.\n## B\nKept.");
        documents.Put("new.txt", "New text.");
        documents.Remove("gone.md");
        index.Replacements = documents.Opened = 0;
        var report = await Refresher().ReconcileAsync(null, None);

        Assert.Equal(
            ["changed.md Indexed 2", "gone.md Deleted 0", "new.txt Indexed 1", "same.md Unchanged 1"],
            report.Outcomes.Select(outcome => $"{outcome.Name} {outcome.Action} {outcome.Passages}"));
        Assert.Equal(2, index.Replacements);
        Assert.Null(index.Find("gone.md"));
        Assert.Equal(["New.", "Kept."], index.PassagesOf("changed.md").Select(entry => entry.Passage.Text));
        Assert.Contains(index.Passages, entry => entry.Passage.Id == kept.Id);
    }

    [Fact]
    public async Task Reconcile_Unchanged_OpensNothing()
    {
        documents.Put("a.md", "Text.");
        documents.Put("bad.pdf", "not a PDF");
        await Refresher().ReconcileAsync(null, None);
        documents.Opened = 0;
        var report = await Refresher().ReconcileAsync(null, None);
        Assert.Equal(0, documents.Opened);
        Assert.Equal([RefreshAction.Unchanged, RefreshAction.Refused], report.Outcomes.Select(outcome => outcome.Action));
    }

    [Fact]
    public async Task Reconcile_NewVersionOfEqualBytes_ReplacesNothing()
    {
        documents.Put("a.md", "Text.");
        await Refresher().ReconcileAsync(null, None);
        documents.Put("a.md", "Text.");
        Assert.Equal(RefreshAction.Unchanged, (await Refresher().ReconcileAsync(null, None)).Outcomes.Single().Action);
        Assert.Equal(1, index.Replacements);
    }

    [Fact]
    public async Task Reconcile_OtherChunkSize_IndexesAnew()
    {
        documents.Put("a.md", "Text.");
        await Refresher().ReconcileAsync(null, None);
        var report = await Refresher(options => options.ChunkTokens = 100).ReconcileAsync(null, None);
        Assert.Equal(RefreshAction.Indexed, report.Outcomes.Single().Action);
    }

    [Fact]
    public async Task Reconcile_UnreadableAmongOthers_IsListedWithItsReasonAndStopsNone()
    {
        documents.Put("good.md", "Good text.");
        documents.Put("empty.md", "");
        documents.Put("broken.pdf", "broken");
        documents.Put("latin.txt", [(byte)'f', 0xFC, (byte)'r']);
        documents.Put("sheet.xlsx", "x");
        documents.Put("huge.md", [], size: 50 * 1024 * 1024);
        var report = await Refresher().ReconcileAsync(null, None);
        Assert.Equal(5, report.Count(RefreshAction.Refused));
        Assert.Equal(1, report.Count(RefreshAction.Indexed));
        foreach (var (name, reason) in new[] { ("empty.md", "empty"), ("broken.pdf", "content is not"), ("latin.txt", "UTF-8"), ("sheet.xlsx", "extension"), ("huge.md", "too large") })
        {
            var row = index.Find(name)!;
            Assert.Equal((DocumentState.Refused, 0), (row.State, row.Passages));
            Assert.Contains(reason, row.Reason);
        }
    }

    [Fact]
    public async Task Reconcile_LargerThanTheSourceSaid_IsRefused()
    {
        documents.Put("liar.md", new byte[3000], size: 10);
        await Refresher(options => options.MaxDocumentBytes = 2048).ReconcileAsync(null, None);
        Assert.Contains("too large", index.Find("liar.md")!.Reason);
    }

    [Fact]
    public async Task Reconcile_RefusedThenRepairedThenRemoved_Follows()
    {
        documents.Put("a.md", "");
        documents.Put("b.odt", "x");
        await Refresher().ReconcileAsync(null, None);
        documents.Put("a.md", "Text.");
        documents.Remove("b.odt");
        var report = await Refresher().ReconcileAsync(null, None);
        Assert.Equal([RefreshAction.Indexed, RefreshAction.Deleted], report.Outcomes.Select(outcome => outcome.Action));
        Assert.Equal(DocumentState.Indexed, index.Find("a.md")!.State);
    }

    [Fact]
    public async Task Reconcile_IndexedThenUnreadable_CitesItNoMore()
    {
        documents.Put("a.md", "Text.");
        await Refresher().ReconcileAsync(null, None);
        documents.Put("a.md", [0xFF, 0xFF]);
        await Refresher().ReconcileAsync(null, None);
        Assert.Empty(index.Passages);
    }

    [Fact]
    public async Task Reconcile_SourceFailsForOne_KeepsItsOldPassagesAndIndexesTheOthers()
    {
        documents.Put("a.md", "Old.");
        await Refresher().ReconcileAsync(null, None);
        documents.Put("a.md", "New.");
        documents.Put("b.md", "Other.");
        documents.Opening = name => Throw(name == "a.md");
        var report = await Refresher().ReconcileAsync(null, None);
        Assert.Equal([RefreshAction.Failed, RefreshAction.Indexed], report.Outcomes.Select(outcome => outcome.Action));
        Assert.Equal("Old.", index.PassagesOf("a.md").Single().Passage.Text);

        documents.Opening = _ => { };
        await Refresher().ReconcileAsync(null, None);
        Assert.Equal("New.", index.PassagesOf("a.md").Single().Passage.Text);
    }

    [Fact]
    public async Task Reconcile_CutShort_IsCompletedByTheNext()
    {
        for (var i = 0; i < 20; i++)
        {
            documents.Put($"d{i}.md", $"Text {i}.");
        }

        using var crash = new CancellationTokenSource();
        index.Replacing = _ =>
        {
            if (index.Replacements == 7)
            {
                crash.Cancel();
            }

            crash.Token.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Refresher().ReconcileAsync(null, crash.Token));
        index.Replacing = _ => { };
        var report = await Refresher().ReconcileAsync(null, None);
        Assert.Equal(20, report.Count(RefreshAction.Indexed) + report.Count(RefreshAction.Unchanged));
        Assert.Equal(7, report.Count(RefreshAction.Unchanged));
        Assert.Equal(20, index.Passages.Count);
    }

    [Fact]
    public async Task Refresh_TwoRefreshersAtOnce_DuplicateNothing()
    {
        for (var i = 0; i < 30; i++)
        {
            documents.Put($"d{i}.md", $"Text {i}.");
        }

        var (one, two) = (Refresher(), Refresher());
        await Task.WhenAll(
            Task.Run(() => one.ReconcileAsync(null, None)),
            Task.Run(() => two.ReconcileAsync(null, None)),
            Task.Run(() => one.RefreshAsync("d3.md", None)),
            Task.Run(() => two.ReconcileAsync(null, None)));
        Assert.Equal(30, index.Passages.Select(entry => entry.Passage.Id).Distinct().Count());
        Assert.Equal(30, index.Passages.Count);
        Assert.All((await one.ReconcileAsync(null, None)).Outcomes, outcome => Assert.Equal(RefreshAction.Unchanged, outcome.Action));
    }

    [Fact]
    public async Task Refresh_OneDocument_AddsReplacesAndDeletesIt()
    {
        var refresher = Refresher();
        Assert.Equal(RefreshAction.Missing, (await refresher.RefreshAsync("a.md", None)).Action);
        documents.Put("a.md", "One.");
        Assert.Equal(RefreshAction.Indexed, (await refresher.RefreshAsync("a.md", None)).Action);
        Assert.Equal(RefreshAction.Unchanged, (await refresher.RefreshAsync("a.md", None)).Action);
        documents.Remove("a.md");
        Assert.Equal(RefreshAction.Deleted, (await refresher.RefreshAsync("a.md", None)).Action);
        Assert.Equal(RefreshAction.Missing, (await refresher.RefreshAsync("../a.md", None)).Action);
    }

    [Fact]
    public async Task Refresh_IndexDown_Throws()
    {
        documents.Put("a.md", "One.");
        index.Replacing = _ => Throw(true);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Refresher().RefreshAsync("a.md", None));
    }

    [Fact]
    public async Task Reconcile_Progress_ReportsEachDocument()
    {
        documents.Put("a.md", "One.");
        documents.Put("b.md", "Two.");
        var seen = new List<RefreshProgress>();
        await Refresher(options => options.Parallelism = 1).ReconcileAsync(new Recorder(seen), None);
        Assert.Equal([1, 2], seen.Select(progress => progress.Done));
        Assert.All(seen, progress => Assert.Equal(2, progress.Total));
    }

    private KnowledgeRefresher Refresher(Action<KnowledgeOptions>? configure = null)
    {
        var options = new KnowledgeOptions();
        configure?.Invoke(options);
        var time = new FakeTimeProvider();
        var embedder = new PassageEmbedder(Options.Create(options), time, NullLogger<PassageEmbedder>.Instance);
        return new(documents, index, embedder, Options.Create(options), time, NullLogger<KnowledgeRefresher>.Instance);
    }

    private static void Throw(bool when)
    {
        if (when)
        {
            throw new StorageUnavailableException("down");
        }
    }

    private sealed class Recorder(List<RefreshProgress> seen) : IProgress<RefreshProgress>
    {
        public void Report(RefreshProgress value) => seen.Add(value);
    }
}
