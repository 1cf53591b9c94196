using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Evaluation;
using TelecomSupport.Knowledge.Ingestion;
using Xunit.Abstractions;

namespace TelecomSupport.Embedded.Tests.Knowledge;

/// <summary>Documents, ingested as the host does it, must go on being found, quoted and, where they are silent, not quoted.</summary>
public sealed class RetrievalFloorTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Evaluation_TestHalf_StaysAboveTheFloor()
    {
        var questions = RetrievalQuestion.Read(InRepository("data", "evaluation", "retrieval.jsonl"), "test");
        var report = await MeasureAsync(InRepository("data", "docs"), questions);

        Assert.True(report is { Answerable: > 150, Unanswerable: > 60 }, "The questions are not all there.");
        Assert.Equal(questions.Count, report.Kinds.Sum(kind => kind.Questions));
        Assert.Equal(questions.Count - report.Failures.Count, report.Kinds.Sum(kind => kind.Right * kind.Questions), tolerance: 1e-6);
        Assert.Equal(1, report.CitationExactness);
        Assert.True(report.RecallAt1 >= 0.77, $"recall@1 is {report.RecallAt1:P1}");
        Assert.True(report.RecallAt3 >= 0.90, $"recall@3 is {report.RecallAt3:P1}");
        Assert.True(report.Cited >= 0.70, $"a right section is cited in {report.Cited:P1}");
        Assert.True(report.RefusalRecall >= 0.70, $"refusal recall is {report.RefusalRecall:P1}");
    }

    [Theory]
    [InlineData("smarthome")]
    [InlineData("broadband")]
    public async Task Evaluation_ForeignManual_StaysAboveTheFloor(string corpus)
    {
        var questions = RetrievalQuestion.Read(InRepository("data", "evaluation", "retrieval", corpus, "questions.jsonl"), split: null);
        var report = await MeasureAsync(InRepository("data", "evaluation", "retrieval", corpus, "docs"), questions);

        Assert.True(report is { Answerable: > 140, Unanswerable: > 70 }, "The questions are not all there.");
        Assert.Equal(1, report.CitationExactness);
        Assert.True(report.RecallAt1 >= 0.59, $"recall@1 is {report.RecallAt1:P1}");
        Assert.True(report.RecallAt3 >= 0.75, $"recall@3 is {report.RecallAt3:P1}");
        Assert.True(report.Cited >= 0.42, $"a right section is cited in {report.Cited:P1}");
        Assert.True(report.RefusalRecall >= 0.71, $"refusal recall is {report.RefusalRecall:P1}");
    }

    private async Task<RetrievalReport> MeasureAsync(string documents, IReadOnlyList<RetrievalQuestion> questions)
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteDatabase(folder.Path);
        var index = new SqliteKnowledgeIndex(database);
        await IngestAsync(documents, index);
        var report = await new RetrievalEvaluation(index, new LocalRouter(RouterModel.LoadShipped(), NullLogger<LocalRouter>.Instance)).RunAsync(questions, CancellationToken.None);
        output.WriteLine(report.ToString());
        return report;
    }

    private static async Task IngestAsync(string documents, SqliteKnowledgeIndex index)
    {
        var options = Options.Create(new KnowledgeOptions { Documents = documents });
        using var embedder = new PassageEmbedder(options, TimeProvider.System, NullLogger<PassageEmbedder>.Instance);
        using var refresher = new KnowledgeRefresher(
            new FolderDocuments(options), index, embedder, options, TimeProvider.System, NullLogger<KnowledgeRefresher>.Instance);
        await refresher.ReconcileAsync(progress: null, CancellationToken.None);
    }

    private static string InRepository(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run in the repository.");
        }

        return Path.Combine([folder.FullName, .. path]);
    }
}
