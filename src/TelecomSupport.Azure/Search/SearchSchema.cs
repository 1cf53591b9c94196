using System.Globalization;
using Azure;
using Azure.Search.Documents.Indexes;
using Azure.Search.Documents.Indexes.Models;

namespace TelecomSupport.Azure.Search;

/// <summary>
/// The index's fields, and how an index that exists is brought up to them. Fields are only ever added: one that has to change gets a new name
/// (a vector field carries its dimensions in it), so instances of two releases can share the index while one replaces the other. Safe for
/// concurrent use.
/// </summary>
internal sealed class SearchSchema(SearchIndexClient service, string index) : IDisposable
{
    public const string Key = "key";
    public const string Kind = "kind";
    public const string Document = "document";
    public const string Generation = "generation";
    public const string PassageId = "passage_id";
    public const string Ordinal = "ordinal";
    public const string Title = "title";
    public const string Headings = "headings";
    public const string Text = "text";
    public const string Questions = "questions";
    public const string TitleTerms = "title_terms";
    public const string HeadingTerms = "heading_terms";
    public const string TextTerms = "text_terms";
    public const string QuestionTerms = "question_terms";
    public const string WrittenAt = "written_at";
    public const string Passages = "passages";
    public const string Record = "record";

    private const string Hnsw = "hnsw-cosine";
    private const string FieldWeights = "field-weights";

    private readonly SemaphoreSlim gate = new(1);
    private volatile HashSet<string> known = [];

    public static string Vector(int dimensions) => string.Create(CultureInfo.InvariantCulture, $"vector_{dimensions}");

    /// <summary>Makes the index, or adds what it lacks; asks the service once for each size of vector.</summary>
    /// <param name="dimensions">Of the vectors that are to be stored or searched; null for none.</param>
    public async Task EnsureAsync(int? dimensions, CancellationToken cancellation)
    {
        var needed = dimensions is { } size ? Vector(size) : Key;
        if (known.Contains(needed))
        {
            return;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            await UpgradeAsync(dimensions, cancellation);
            known = [.. known, needed, Key];
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task UpgradeAsync(int? dimensions, CancellationToken cancellation)
    {
        // Another instance may make or change the index at the same time; its change is then looked at first.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (await FindAsync(cancellation) is not { } existing)
                {
                    await service.CreateIndexAsync(Complete(new SearchIndex(index), dimensions), cancellation);
                }
                else if (Fields(dimensions).FirstOrDefault(field => Clashes(field, existing)) is { } clash)
                {
                    throw new StorageUnavailableException(
                        $"The search index {index} has a field {clash.Name} of another kind, so it is not one of ours; Search:Index takes another name.");
                }
                else if (Lacks(existing, dimensions))
                {
                    await service.CreateOrUpdateIndexAsync(Complete(existing, dimensions), onlyIfUnchanged: true, cancellationToken: cancellation);
                }

                return;
            }
            catch (RequestFailedException failed) when (failed.Status is 409 or 412 && attempt < 3)
            {
            }
        }
    }

    private async Task<SearchIndex?> FindAsync(CancellationToken cancellation)
    {
        try
        {
            return await service.GetIndexAsync(index, cancellation);
        }
        catch (RequestFailedException failed) when (failed.Status == 404)
        {
            return null;
        }
    }

    private static bool Clashes(SearchField field, SearchIndex existing) =>
        existing.Fields.FirstOrDefault(own => own.Name == field.Name) is { } own
        && (own.Type != field.Type || own.IsKey.GetValueOrDefault() != field.IsKey.GetValueOrDefault());

    private static bool Lacks(SearchIndex existing, int? dimensions) =>
        Fields(dimensions).ExceptBy(existing.Fields.Select(field => field.Name), field => field.Name).Any()
        || (dimensions is not null && existing.VectorSearch?.Profiles.Any(profile => profile.Name == Hnsw) != true);

    private static SearchIndex Complete(SearchIndex definition, int? dimensions)
    {
        foreach (var field in Fields(dimensions).ExceptBy([.. definition.Fields.Select(field => field.Name)], field => field.Name))
        {
            definition.Fields.Add(field);
        }

        definition.Similarity ??= new BM25Similarity();
        if (definition.ScoringProfiles.Count == 0)
        {
            definition.ScoringProfiles.Add(new(FieldWeights)
            {
                // As the embedded index weighs them.
                TextWeights = new(new Dictionary<string, double> { [TitleTerms] = 2, [HeadingTerms] = 4, [TextTerms] = 1 }),
            });
            definition.DefaultScoringProfile = FieldWeights;
        }

        if (dimensions is not null)
        {
            definition.VectorSearch ??= new();
            if (!definition.VectorSearch.Profiles.Any(profile => profile.Name == Hnsw))
            {
                definition.VectorSearch.Algorithms.Add(
                    new HnswAlgorithmConfiguration(Hnsw) { Parameters = new() { Metric = VectorSearchAlgorithmMetric.Cosine } });
                definition.VectorSearch.Profiles.Add(new(Hnsw, Hnsw));
            }
        }

        return definition;
    }

    // Terms are the core's own stems, which the service is to compare as they stand; what is shown is not searched.
    private static IEnumerable<SearchField> Fields(int? dimensions)
    {
        yield return new(Key, SearchFieldDataType.String) { IsKey = true, IsFilterable = true, IsSortable = true };
        yield return Filterable(Kind, SearchFieldDataType.String);
        yield return Filterable(Document, SearchFieldDataType.String);
        yield return Filterable(Generation, SearchFieldDataType.String);
        yield return Filterable(PassageId, SearchFieldDataType.String);
        yield return Filterable(WrittenAt, SearchFieldDataType.DateTimeOffset);
        yield return Filterable(Ordinal, SearchFieldDataType.Int32);
        yield return Stored(Title, SearchFieldDataType.String);
        yield return Stored(Headings, SearchFieldDataType.Collection(SearchFieldDataType.String));
        yield return Stored(Text, SearchFieldDataType.String);
        yield return Stored(Questions, SearchFieldDataType.Collection(SearchFieldDataType.String));
        yield return Stored(Passages, SearchFieldDataType.Int32);
        yield return Stored(Record, SearchFieldDataType.String);
        yield return Searched(TitleTerms);
        yield return Searched(HeadingTerms);
        yield return Searched(TextTerms);
        yield return Searched(QuestionTerms);
        if (dimensions is { } size)
        {
            yield return new(Vector(size), SearchFieldDataType.Collection(SearchFieldDataType.Single))
            {
                IsSearchable = true,
                IsHidden = true,
                VectorSearchDimensions = size,
                VectorSearchProfileName = Hnsw,
            };
        }
    }

    private static SearchField Filterable(string name, SearchFieldDataType type) => Plain(name, type, filterable: true);

    private static SearchField Stored(string name, SearchFieldDataType type) => Plain(name, type, filterable: false);

    private static SearchField Searched(string name) => new(name, SearchFieldDataType.String)
    {
        IsSearchable = true,
        IsHidden = true,
        IsFilterable = false,
        IsSortable = false,
        IsFacetable = false,
        AnalyzerName = LexicalAnalyzerName.Whitespace,
    };

    private static SearchField Plain(string name, SearchFieldDataType type, bool filterable) => new(name, type)
    {
        IsSearchable = type == SearchFieldDataType.String || type == SearchFieldDataType.Collection(SearchFieldDataType.String) ? false : null,
        IsFilterable = filterable,
        IsSortable = false,
        IsFacetable = false,
    };
}
