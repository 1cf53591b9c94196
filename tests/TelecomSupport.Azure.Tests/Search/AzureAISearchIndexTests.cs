using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Search;
using TelecomSupport.Contracts;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Azure.Tests.Search;

public class AzureAISearchIndexTests : KnowledgeIndexContract, IAsyncLifetime
{
    private const string Index = "help";

    private readonly List<AzureAISearchIndex> indexes = [];
    private SearchServer server = null!;

    protected virtual TimeSpan Lag => TimeSpan.Zero;

    public async Task InitializeAsync()
    {
        server = await SearchServer.StartAsync();
        server.Indexes.Lag = Lag;
    }

    public async Task DisposeAsync()
    {
        indexes.ForEach(index => index.Dispose());
        await server.DisposeAsync();
        Assert.Equal("", string.Join('\n', server.Faults));
    }

    [Fact]
    public async Task Replace_TwiceAndDelete_LeavesNoRowBehind()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 30), Embedded(Passages("a.md", 30, "roaming")), CancellationToken.None);
        await index.ReplaceDocumentAsync(Document("b.md", 2), Embedded(Passages("b.md", 2, "roaming")), CancellationToken.None);
        await index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming")), CancellationToken.None);
        await Task.Delay(2 * Lag);
        Assert.Equal(["document 2", "epoch 1", "passage 5"], Kinds());

        await index.DeleteDocumentAsync("a.md", CancellationToken.None);
        await Task.Delay(2 * Lag);
        Assert.Equal(["document 1", "epoch 1", "passage 2"], Kinds());
    }

    [Fact]
    public async Task Replace_LaterThanAnInterruptedChange_DeletesWhatThatLeft()
    {
        var index = Open();
        server.RefuseInNextBatch(key => key.EndsWith("-1", StringComparison.Ordinal) ? 400 : null);
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming")), CancellationToken.None));
        await Task.Delay(2 * Lag);
        Assert.Equal(["passage 2"], Kinds());
        await index.ReplaceDocumentAsync(Document("a.md", 4), Embedded(Passages("a.md", 4, "roaming")), CancellationToken.None);
        Assert.Contains("passage 6", Kinds());

        var later = Open(SearchServer.ApiKey, new LaterTime(TimeSpan.FromMinutes(11)));
        await later.ReplaceDocumentAsync(Document("a.md", 1), Embedded(Passages("a.md", 1, "roaming")), CancellationToken.None);

        await Task.Delay(2 * Lag);
        Assert.Equal(["document 1", "epoch 1", "passage 1"], Kinds());
    }

    [Fact]
    public async Task Search_Hybrid_AsksForBothWithFullPrecision()
    {
        await Open().SearchAsync(new("?", ["roam"], new[] { 1f / 3, 0, 1e-20f }, 5), CancellationToken.None);

        var asked = JsonNode.Parse(server.Requests.Last(request => request.Path.EndsWith("search.post.search", StringComparison.Ordinal)).Body)!;
        Assert.Equal("[0.33333334,0,1E-20]", asked["vectorQueries"]![0]!["vector"]!.ToJsonString());
        Assert.Equal(("roam", "vector_3", 50, 5, "preFilter"), ((string?)asked["search"], (string?)asked["vectorQueries"]![0]!["fields"],
            (int?)asked["vectorQueries"]![0]!["k"], (int?)asked["top"], (string?)asked["vectorFilterMode"]));
    }

    [Fact]
    public async Task Search_AnswersInPages_ReadsAllOfThem()
    {
        var index = Open();
        server.Indexes.PageSize = 7;

        await index.ReplaceDocumentAsync(Document("a.md", 40), Embedded(Passages("a.md", 40, "roaming")), CancellationToken.None);

        Assert.Equal(30, (await index.SearchAsync(Query("roaming", top: 30), CancellationToken.None)).Count);
        Assert.Equal(40, (await Open().ReadLexiconAsync(CancellationToken.None)).Passages);
    }

    [Fact]
    public async Task Replace_SomeRowsNotTaken_SendsOnlyThoseAgain()
    {
        var index = Open();
        server.RefuseInNextBatch(key => key.EndsWith("-1", StringComparison.Ordinal) ? 503 : null);
        server.RefuseInNextBatch(key => 429);

        await index.ReplaceDocumentAsync(Document("a.md", 3), Embedded(Passages("a.md", 3, "roaming")), CancellationToken.None);

        Assert.Equal(3, (await index.SearchAsync(Query("roaming"), CancellationToken.None)).Count);
        var batches = server.Requests.Where(request => request.Path.EndsWith("search.index", StringComparison.Ordinal)).ToArray();
        Assert.Equal([3, 1, 1], batches.Take(3).Select(batch => batch.Body.Split("@search.action").Length - 1));
    }

    [Fact]
    public async Task Replace_RowRefusedForGood_SaysSoAndKeepsTheOldVersion()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 1, "hash 1"), Embedded(Passages("a.md", 1, "roaming")), CancellationToken.None);
        server.RefuseInNextBatch(key => key.EndsWith("-1", StringComparison.Ordinal) ? 400 : null);

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => index.ReplaceDocumentAsync(
            Document("a.md", 2, "hash 2"), Embedded(Passages("a.md", 2, "voicemail")), CancellationToken.None));

        Assert.Equal("Azure AI Search did not take 1 of 2 rows: 400 Refused with 400.", failure.Message);
        Assert.Single(await index.SearchAsync(Query("roaming"), CancellationToken.None));
        Assert.Empty(await index.SearchAsync(Query("voicemail"), CancellationToken.None));
        Assert.Equal(["hash 1"], (await index.ListDocumentsAsync(CancellationToken.None)).Select(document => document.Hash));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Search_ServiceIsBusy_TriesAgainWhenItSays(int status)
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 1), Embedded(Passages("a.md", 1, "roaming")), CancellationToken.None);
        server.FailNext(status, retryAfter: "1");
        var started = TimeProvider.System.GetTimestamp();

        Assert.Single(await index.SearchAsync(Query("roaming"), CancellationToken.None));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task Search_ServiceStaysDown_IsUnavailable()
    {
        var index = Open();
        foreach (var _ in Enumerable.Range(0, 5))
        {
            server.FailNext(503);
        }

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => index.SearchAsync(Query("roaming"), CancellationToken.None));

        Assert.Equal("Azure AI Search answered 503.", failure.Message);
    }

    [Fact]
    public async Task Search_WrongKey_IsUnavailableAndTellsNoSecret()
    {
        var index = Open("a wrong key", TimeProvider.System);

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => index.SearchAsync(Query("roaming"), CancellationToken.None));

        Assert.Equal("Azure AI Search refused this identity (403).", failure.Message);
        Assert.DoesNotContain("a wrong key", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_IndexWithoutSomeFields_AddsThemAndKeepsTheRest()
    {
        var index = Open();
        await index.ReplaceDocumentAsync(Document("a.md", 1), Embedded(Passages("a.md", 1, "roaming")), CancellationToken.None);
        Assert.DoesNotContain("vector_3", server.Indexes.Definition(Index).ToJsonString(), StringComparison.Ordinal);

        EmbeddedPassage embedded = new(Passage("b.md", 0, "roaming"), new float[] { 1, 0, 0 });
        await Task.WhenAll(Open().ReplaceDocumentAsync(Document("b.md", 1), [embedded], CancellationToken.None), Open().ListDocumentsAsync(CancellationToken.None));

        var definition = server.Indexes.Definition(Index);
        var vector = definition["fields"]!.AsArray().Single(field => (string?)field!["name"] == "vector_3")!;
        Assert.Equal(("Collection(Edm.Single)", 3, "hnsw-cosine"), ((string?)vector["type"], (int?)vector["dimensions"], (string?)vector["vectorSearchProfile"]));
        Assert.Equal("cosine", (string?)definition["vectorSearch"]!["algorithms"]![0]!["hnswParameters"]!["metric"]);
        Assert.Null(definition["semantic"]);
        Assert.Equal(2, (await index.SearchAsync(Query("roaming"), CancellationToken.None)).Count);
        Assert.Single(server.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task Open_IndexOfSomethingElse_IsLeftAsItIs()
    {
        var foreign = JsonNode.Parse("""{"name":"help","fields":[{"name":"id","type":"Edm.String","key":true},{"name":"text","type":"Edm.Int32"}]}""")!;
        server.Indexes.Create(foreign.AsObject());

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => Open().ListDocumentsAsync(CancellationToken.None));

        Assert.StartsWith("The search index help has a field text of another kind", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Indexes.Definition(Index)["fields"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("", "key", "Search:Endpoint takes the search service's https URL.")]
    [InlineData("http://search.example", "key", "Search:Endpoint takes the search service's https URL.")]
    [InlineData("ftp://search.example", "key", "Search:Endpoint takes the search service's https URL.")]
    [InlineData("http://localhost:8080", "", "Search:ApiKey takes the key of an http endpoint: an identity is only ever shown over https.")]
    public void Options_WrongEndpoint_NameTheKeyAndWhatItTakes(string endpoint, string key, string message)
    {
        var options = new AzureSearchOptions { Endpoint = endpoint, ApiKey = key };

        Assert.Equal([message], options.Validate(new(options)).Select(result => result.ErrorMessage));
    }

    protected override IKnowledgeIndex Open() => Open(SearchServer.ApiKey, TimeProvider.System);

    private AzureAISearchIndex Open(string apiKey, TimeProvider time)
    {
        var options = new AzureSearchOptions { Endpoint = server.Endpoint.ToString(), Index = Index, ApiKey = apiKey };
        var index = new AzureAISearchIndex(Options.Create(options), time);
        indexes.Add(index);
        return index;
    }

    private IEnumerable<string> Kinds() => server.Indexes.Rows(Index)
        .CountBy(row => (string)row["kind"]!)
        .Select(count => $"{count.Key} {count.Value}")
        .Order(StringComparer.Ordinal);

    private sealed class LaterTime(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
    }
}

/// <summary>The same over a service that shows what it has taken only a while later.</summary>
public sealed class LateAzureAISearchIndexTests : AzureAISearchIndexTests
{
    protected override TimeSpan Lag => TimeSpan.FromMilliseconds(120);
}
