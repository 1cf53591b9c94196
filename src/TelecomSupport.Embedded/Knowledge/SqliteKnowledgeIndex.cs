using System.Runtime.InteropServices;
using System.Text.Json;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>
/// The knowledge index: documents and passages in SQLite, searched in memory by the core's own stems (BM25), and with an embedding model also
/// by cosine, the two fused by reciprocal rank. A document is replaced in one transaction; a search works on the version that its snapshot of
/// the database has.
/// </summary>
public sealed class SqliteKnowledgeIndex(SqliteDatabase database) : IKnowledgeIndex
{
    // Cormack, Clarke and Büttcher, 2009.
    private const int FusionConstant = 60;

    private readonly PassageCache cache = new();
    private readonly Versioned<PassageWords> words = new(PassageWords.None);
    private readonly Versioned<PassageVectors> vectors = new(PassageVectors.None);

    public Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation) =>
        query is { Terms.Count: 0, Vector: null }
            ? Task.FromResult<IReadOnlyList<ScoredPassage>>([])
            : database.ReadAsync<IReadOnlyList<ScoredPassage>>(session => Search(session, query), cancellation);

    public Task<Lexicon> ReadLexiconAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => Words(session).Lexicon, cancellation);

    public Task<IReadOnlyList<Passage>> GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<Passage>>(
            session => [.. passageIds.Select(id => Find(session, id)).OfType<Passage>()], cancellation);

    public Task<IReadOnlyList<IndexedDocument>> ListDocumentsAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<IndexedDocument>>(
            session => session.All("SELECT document FROM documents ORDER BY name", row => Read<IndexedDocument>(row.GetString(0))), cancellation);

    public Task<IndexedDocument?> FindDocumentAsync(string name, CancellationToken cancellation) =>
        database.ReadAsync(
            session => session.First("SELECT document FROM documents WHERE name = $1", row => Read<IndexedDocument>(row.GetString(0)), name), cancellation);

    public Task ReplaceDocumentAsync(IndexedDocument document, IReadOnlyList<EmbeddedPassage> passages, CancellationToken cancellation)
    {
        // Cutting up the text is the larger part of the work, and done before the writer's turn.
        var rows = passages.DistinctBy(passage => passage.Passage.Id).Select(PassageRow.Of).ToArray();
        return database.WriteAsync(
            session =>
            {
                DeletePassages(session, document.Name);
                session.Execute(
                    "INSERT INTO documents (name, document) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET document = excluded.document",
                    document.Name,
                    JsonSerializer.Serialize(document, SupportJson.Options));
                foreach (var row in rows)
                {
                    row.Insert(session);
                }

                return Changed(session);
            },
            cancellation: cancellation);
    }

    public Task<bool> DeleteDocumentAsync(string name, CancellationToken cancellation) => database.WriteAsync(
        session =>
        {
            if (session.Execute("DELETE FROM documents WHERE name = $1", name) == 0)
            {
                return false;
            }

            DeletePassages(session, name);
            Changed(session);
            return true;
        },
        cancellation: cancellation);

    private static int Changed(SqliteSession session) => session.Execute("UPDATE knowledge_version SET version = version + 1");

    private static long Version(SqliteSession session) => session.First("SELECT version FROM knowledge_version", row => row.GetInt64(0));

    private static void DeletePassages(SqliteSession session, string document) =>
        session.Execute("DELETE FROM passages WHERE document = $1", document);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, SupportJson.Options)!;

    private List<ScoredPassage> Search(SqliteSession session, KnowledgeQuery query)
    {
        var byWords = query.Terms.Count == 0 ? [] : Words(session).Best(query.Terms, query.Top);
        return query.Vector is { } vector
            ? Fuse(session, byWords.ConvertAll(hit => hit.Row), Vectors(session).Nearest(vector, query.Top), query.Top)
            : byWords.ConvertAll(hit => new ScoredPassage(Load(session, hit.Row), hit.Score / (hit.Score + 10)));
    }

    private List<ScoredPassage> Fuse(SqliteSession session, List<long> byWords, List<long> byMeaning, int top)
    {
        var scores = new Dictionary<long, double>();
        foreach (var list in new[] { byWords, byMeaning })
        {
            for (var i = 0; i < list.Count; i++)
            {
                scores[list[i]] = scores.GetValueOrDefault(list[i]) + ((FusionConstant + 1.0) / (FusionConstant + 1 + i) / 2);
            }
        }

        return [.. scores.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).Take(top)
            .Select(entry => new ScoredPassage(Load(session, entry.Key), entry.Value))];
    }

    private PassageWords Words(SqliteSession session) => words.At(
        Version(session),
        known => known.Of([.. session.All("SELECT seq FROM passages ORDER BY seq", row => row.GetInt64(0))], seq => ReadTerms(session, seq)));

    private PassageVectors Vectors(SqliteSession session) => vectors.At(
        Version(session),
        known => known.Of(
            [.. session.All("SELECT seq FROM passages WHERE vector IS NOT NULL ORDER BY seq", row => row.GetInt64(0))], seq => ReadVector(session, seq)));

    // A passage that an earlier version kept has none of its own.
    private FieldTerms ReadTerms(SqliteSession session, long seq) =>
        session.First("SELECT terms FROM passages WHERE seq = $1 AND terms IS NOT NULL", row => row.GetString(0), seq) is { } terms
            ? Read<FieldTerms>(terms)
            : FieldTerms.Of(Load(session, seq));

    private static float[] ReadVector(SqliteSession session, long seq) => MemoryMarshal.Cast<byte, float>(
        session.First("SELECT vector FROM passages WHERE seq = $1", row => row.GetFieldValue<byte[]>(0), seq)).ToArray();

    private Passage? Find(SqliteSession session, string id)
    {
        var seq = session.First("SELECT seq FROM passages WHERE passage_id = $1", row => row.GetInt64(0), id);
        return seq == 0 ? null : Load(session, seq);
    }

    private Passage Load(SqliteSession session, long seq) =>
        cache.Get(seq, () => Read<Passage>(session.First("SELECT passage FROM passages WHERE seq = $1", row => row.GetString(0), seq)!));
}
