using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;
using static TelecomSupport.Contracts.TestTurns;

namespace TelecomSupport.Contracts;

/// <summary>What every <see cref="IKnowledgeIndex"/> does.</summary>
public abstract class KnowledgeIndexContract
{
    private static readonly DateTimeOffset IndexedAt = new(2026, 3, 1, 12, 0, 0, 125, TimeSpan.Zero);

    /// <summary>Opens the test's own index; a second call opens the same data, as another process would.</summary>
    protected abstract IKnowledgeIndex Open();

    [SkippableFact]
    public async Task Search_MatchingPassage_GivesBackAllOfIt()
    {
        var index = Open();
        Passage[] passages =
        [
            new("wifi-0", "wifi.md", "Wi-Fi", [], "Before the first heading: \"restart\" the router's power.", 0),
            new("wifi-1", "wifi.md", "Wi-Fi", ["Lights", "Red light"], "| Colour | Meaning |\n|---|---|\n| red | no signal 📶 |", 1)
            {
                Questions = ["the box glows like a tomato", "why isn't it green?"],
            },
        ];
        await index.ReplaceDocumentAsync(Document("wifi.md", 2), Embedded(passages), CancellationToken.None);

        Assert.Equal([Json(passages[1])], await SearchAsync(Open(), "red light"));
        Assert.Equal([Json(passages[0])], await SearchAsync(Open(), "routers restarting"));
        Assert.Equal([Json(passages[1])], await SearchAsync(Open(), "tomatoes"));
    }

    [SkippableFact]
    public async Task Search_SeveralMatches_GivesTheBestFirstAndNoMoreThanAsked()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 12), Embedded(Enumerable.Range(0, 12).Select(i => i == 7
            ? Passage("a.md", i, "Voicemail: set the voicemail greeting; voicemail stores 30 messages.")
            : Passage("a.md", i, $"Paragraph {i} is on invoices and payments, and names the voicemail in passing among many other things."))), CancellationToken.None);

        var hits = await index.SearchAsync(Query("voicemail greeting", top: 5), CancellationToken.None);

        Assert.Equal(5, hits.Count);
        Assert.Equal("a.md-7", hits[0].Passage.Id);
        Assert.All(hits, hit => Assert.InRange(hit.Score, 0, 1));
        Assert.Equal(hits.OrderByDescending(hit => hit.Score), hits);
    }

    [SkippableFact]
    public async Task Search_NothingToFind_IsEmpty()
    {
        var index = Open();
        Assert.Empty(await index.SearchAsync(Query("roaming"), CancellationToken.None));
        await index.ReplaceDocumentAsync(Document("a.md", 1), Embedded([Passage("a.md", 0, "Roaming in the EU")]), CancellationToken.None);

        Assert.Empty(await index.SearchAsync(Query("voicemail"), CancellationToken.None));
        Assert.Empty(await index.SearchAsync(new("?", [], null, 10), CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("\"roam")]
    [InlineData("roam*")]
    [InlineData("-roam")]
    [InlineData("roam) OR (NOT x")]
    [InlineData("title:roam~2 AND +x^4 /y/ \\")]
    public async Task Search_TermsThatLookLikeSyntax_AreWords(string term)
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 1), Embedded([Passage("a.md", 0, "Roaming in the EU")]), CancellationToken.None);

        Assert.Single(await index.SearchAsync(new("?", ["roam", term], null, 10), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Replace_ChangedDocument_ChangesExactlyItsOwnPassages()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming")), CancellationToken.None);
        await index.ReplaceDocumentAsync(Document("b.md", 1), Embedded(Passages("b.md", 1, "roaming")), CancellationToken.None);

        var changed = Passage("a.md", 1, "roaming anew") with { Id = "new" };
        await index.ReplaceDocumentAsync(Document("a.md", 2, "hash 2"), Embedded([Passage("a.md", 0, "roaming"), changed]), CancellationToken.None);

        var hits = await Open().SearchAsync(Query("roaming"), CancellationToken.None);
        Assert.Equal(["a.md-0", "b.md-0", "new"], hits.Select(hit => hit.Passage.Id).Order(StringComparer.Ordinal));
        Assert.Empty(await index.GetAsync(["a.md-1", "a.md-2"], CancellationToken.None));
        Assert.Equal(["hash 2", "hash"], (await index.ListDocumentsAsync(CancellationToken.None)).Select(document => document.Hash));
    }

    [SkippableFact]
    public async Task Replace_ByManyAtOnce_KeepsOneVersion()
    {
        var indexes = new[] { Open(), Open() };

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => indexes[i % 2].ReplaceDocumentAsync(
            Document("a.md", 3, $"hash {i}"), Embedded(Passages("a.md", 3, $"roaming version{i}")), CancellationToken.None)));

        var kept = Assert.Single(await Open().ListDocumentsAsync(CancellationToken.None));
        var hits = await Open().SearchAsync(Query("roaming"), CancellationToken.None);
        Assert.Equal(Enumerable.Repeat($"roaming version{kept.Hash[^1]}", 3), hits.Select(hit => hit.Passage.Text));
    }

    [SkippableFact]
    public async Task Replace_MorePassagesThanOneBatch_TakesAll()
    {
        var index = Open();

        await index.ReplaceDocumentAsync(Document("long.md", 1200), Embedded(Passages("long.md", 1200, "roaming")), CancellationToken.None);

        Assert.Equal(["long.md-0", "long.md-1199"], Ids(await Open().GetAsync(["long.md-0", "long.md-1199"], CancellationToken.None)));
    }

    [SkippableFact]
    public async Task Replace_SamePassageTwice_KeepsItOnce()
    {
        var index = Open();
        var passage = Passage("a.md", 0, "Roaming");

        await index.ReplaceDocumentAsync(Document("a.md", 1), Embedded([passage, passage]), CancellationToken.None);

        Assert.Single(await index.SearchAsync(Query("roaming"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Replace_RefusedDocument_IsListedAndHasNoPassages()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.pdf", 1), Embedded([Passage("a.pdf", 0, "roaming")]), CancellationToken.None);
        var refused = new IndexedDocument("a.pdf", "a.pdf", "", 0, IndexedAt, "etag", DocumentState.Refused, "It is encrypted.");

        await index.ReplaceDocumentAsync(refused, [], CancellationToken.None);

        Assert.Equal([refused], await Open().ListDocumentsAsync(CancellationToken.None));
        Assert.Equal(refused, await Open().FindDocumentAsync("a.pdf", CancellationToken.None));
        Assert.Empty(await Open().SearchAsync(Query("roaming"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task Delete_Document_LeavesNothingOfIt()
    {
        var (index, other) = (Open(), Open());
        await index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming")), CancellationToken.None);
        await index.ReplaceDocumentAsync(Document("b.md", 1), Embedded(Passages("b.md", 1, "roaming")), CancellationToken.None);
        Assert.Equal(4, (await other.SearchAsync(Query("roaming"), CancellationToken.None)).Count);

        Assert.True(await index.DeleteDocumentAsync("a.md", CancellationToken.None));

        foreach (var reader in new[] { index, other })
        {
            Assert.Equal(["b.md-0"], Ids((await reader.SearchAsync(Query("roaming"), CancellationToken.None)).Select(hit => hit.Passage)));
            Assert.Empty(await reader.GetAsync(["a.md-0", "a.md-1"], CancellationToken.None));
            Assert.Equal(["b.md"], (await reader.ListDocumentsAsync(CancellationToken.None)).Select(document => document.Name));
        }

        Assert.Null(await other.FindDocumentAsync("a.md", CancellationToken.None));
        Assert.False(await index.DeleteDocumentAsync("a.md", CancellationToken.None));
    }

    [SkippableFact]
    public async Task List_SeveralDocuments_GivesAllOfEachByName()
    {
        var index = Open();
        IndexedDocument[] documents =
        [
            new("B.md", "Büro \"5G\"", "h1", 1, IndexedAt, "etag 1"),
            new("Résumé d'été (2).md", "Été", "h2", 1, IndexedAt),
            new("a.md", "A", "h3", 1, IndexedAt, "etag 3"),
        ];
        foreach (var document in documents)
        {
            await index.ReplaceDocumentAsync(document, Embedded([Passage(document.Name, 0, "roaming")]), CancellationToken.None);
        }

        Assert.Equal(documents, await Open().ListDocumentsAsync(CancellationToken.None));
        Assert.True(await index.DeleteDocumentAsync("Résumé d'été (2).md", CancellationToken.None));
        Assert.Equal(["B.md", "a.md"], (await index.ListDocumentsAsync(CancellationToken.None)).Select(document => document.Name));
    }

    [SkippableFact]
    public async Task Get_SomePassages_GivesThoseThatExistInTheOrderAsked()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming")), CancellationToken.None);
        await index.ReplaceDocumentAsync(Document("it's.md", 1), Embedded(Passages("it's.md", 1, "roaming")), CancellationToken.None);

        Assert.Equal(["a.md-2", "it's.md-0", "a.md-0"], Ids(await index.GetAsync(["a.md-2", "x' or 'a' eq 'a", "it's.md-0", "a.md-0"], CancellationToken.None)));
        Assert.Empty(await index.GetAsync([], CancellationToken.None));
    }

    [SkippableFact]
    public async Task Search_WithVectors_FusesBothRankings()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(
            Document("a.md", 3),
            [
                new(Passage("a.md", 0, "Voicemail greeting"), new float[] { 0, 1, 0 }),
                new(Passage("a.md", 1, "Answering machine"), new float[] { 0.8f, 0.6f, 0 }),
                new(Passage("a.md", 2, "Roaming"), new float[] { 0, 0, 1 }),
            ],
            CancellationToken.None);

        var both = await Open().SearchAsync(Query("voicemail", top: 2) with { Vector = new float[] { 0, 1, 0 } }, CancellationToken.None);
        var byMeaning = await Open().SearchAsync(new("?", [], new float[] { 1, 0, 0 }, 1), CancellationToken.None);

        Assert.Equal(["a.md-0", "a.md-1"], both.Select(hit => hit.Passage.Id));
        Assert.All(both, hit => Assert.InRange(hit.Score, 0, 1));
        Assert.Equal(["a.md-1"], byMeaning.Select(hit => hit.Passage.Id));
    }

    [SkippableFact]
    public async Task ReadLexicon_SomeDocuments_CountsPassagesWithAWord()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming roaming")), CancellationToken.None);
        await index.ReplaceDocumentAsync(Document("b.md", 1), Embedded([Passage("b.md", 0, "voicemail")]), CancellationToken.None);

        var lexicon = await index.ReadLexiconAsync(CancellationToken.None);

        Assert.Equal((4, 3, 1, 0), (lexicon.Passages, lexicon.Frequency("roam"), lexicon.Frequency("voicemail"), lexicon.Frequency("router")));
    }

    [SkippableFact]
    public async Task Search_WhileTheDocumentIsReplaced_SeesOneWholeVersion()
    {
        const int Size = 20;
        var (writer, reader) = (Open(), Open());
        await WriteAsync(0);
        var replacing = Task.Run(async () =>
        {
            for (var version = 1; version <= 8; version++)
            {
                await WriteAsync(version);
            }
        });
        var seen = new HashSet<string>();
        do
        {
            var hits = await reader.SearchAsync(Query("roaming", top: Size + 5), CancellationToken.None);
            Assert.Equal(Size, hits.Count);
            seen.Add(Assert.Single(hits.Select(hit => hit.Passage.Text).Distinct()));
        }
        while (!replacing.IsCompleted);
        await replacing;

        Assert.True(seen.Count > 1, "No change was seen.");

        Task WriteAsync(int version) => writer.ReplaceDocumentAsync(
            Document("a.md", Size, $"hash {version}"),
            Embedded(Enumerable.Range(0, Size).Select(i => Passage("a.md", i, $"roaming version{version}") with { Id = Id(version, i) })),
            CancellationToken.None);

        static string Id(int version, int i) => $"v{version}-{i}";
    }

    protected static IndexedDocument Document(string name, int passages, string hash = "hash") => new(name, $"Title of {name}", hash, passages, IndexedAt, "etag");

    protected static Passage Passage(string document, int ordinal, string text) =>
        new($"{document}-{ordinal}", document, "Help", ["Section"], text, ordinal);

    protected static IEnumerable<Passage> Passages(string document, int count, string text) =>
        Enumerable.Range(0, count).Select(ordinal => Passage(document, ordinal, text));

    protected static EmbeddedPassage[] Embedded(IEnumerable<Passage> passages) => [.. passages.Select(passage => new EmbeddedPassage(passage, null))];

    protected static KnowledgeQuery Query(string text, int top = 10) => new(text, Stems(text), null, top);

    /// <summary>The stems of a text, as retrieval makes them.</summary>
    protected static string[] Stems(string text) => FieldTerms.Of(new("", "", text, [], "", 0)).Title.Split(' ');

    private static async Task<IEnumerable<string>> SearchAsync(IKnowledgeIndex index, string text) =>
        (await index.SearchAsync(Query(text), CancellationToken.None)).Select(hit => Json(hit.Passage));

    private static IEnumerable<string> Ids(IEnumerable<Passage> passages) => passages.Select(passage => passage.Id);
}
