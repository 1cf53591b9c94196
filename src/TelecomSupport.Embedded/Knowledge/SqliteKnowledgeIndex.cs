using System.Text.Json;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>
/// The knowledge index in SQLite: FTS5 over the core's own stems, ranked by its BM25. A document is replaced in one transaction, and a search
/// reads from one snapshot. Passages and the lexicon are kept in memory once read.
/// </summary>
public sealed class SqliteKnowledgeIndex(SqliteDatabase database) : IKnowledgeIndex
{
    // Title, headings, body, words. Only whether the right passage is among the candidates depends on these; the core puts them in order.
    private const string Ranking = "bm25(passage_words, 2.0, 4.0, 1.0, 0.0)";

    private readonly PassageCache cache = new();
    private volatile Vocabulary? vocabulary;

    public Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation) =>
        query.Terms.Count == 0
            ? Task.FromResult<IReadOnlyList<ScoredPassage>>([])
            : database.ReadAsync<IReadOnlyList<ScoredPassage>>(session => Search(session, query), cancellation);

    public async Task<Lexicon> ReadLexiconAsync(CancellationToken cancellation)
    {
        var current = await database.ReadAsync(
            session =>
            {
                var version = Version(session);
                return vocabulary is { } known && known.Version == version ? known : new Vocabulary(version, ReadLexicon(session));
            },
            cancellation);
        vocabulary = current;
        return current.Lexicon;
    }

    public Task<IReadOnlyList<Passage>> GetAsync(IReadOnlyList<string> passageIds, CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<Passage>>(
            session => [.. passageIds.Select(id => Find(session, id)).OfType<Passage>()], cancellation);

    public Task<IReadOnlyList<IndexedDocument>> ListDocumentsAsync(CancellationToken cancellation) =>
        database.ReadAsync<IReadOnlyList<IndexedDocument>>(
            session => session.All("SELECT document FROM documents ORDER BY name", row => Read<IndexedDocument>(row.GetString(0))), cancellation);

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

    private static void DeletePassages(SqliteSession session, string document)
    {
        session.Execute("DELETE FROM passage_words WHERE rowid IN (SELECT seq FROM passages WHERE document = $1)", document);
        session.Execute("DELETE FROM passages WHERE document = $1", document);
    }

    private static Lexicon ReadLexicon(SqliteSession session)
    {
        var passages = session.First("SELECT count(*) FROM passages", row => row.GetInt32(0));
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        session.All("SELECT term, doc FROM passage_vocabulary", row => frequencies[row.GetString(0)] = row.GetInt32(1));
        return new(passages, frequencies);
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, SupportJson.Options)!;

    // Every term is a quoted string, so nothing a customer writes is FTS5 syntax (https://www.sqlite.org/fts5.html#fts5_strings).
    private static string Match(IReadOnlyList<string> terms) =>
        "{title heading body} : (" + string.Join(" OR ", terms.Select(term => $"\"{term.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + ")";

    private List<ScoredPassage> Search(SqliteSession session, KnowledgeQuery query)
    {
        var hits = session.All(
            $"SELECT rowid, {Ranking} FROM passage_words WHERE passage_words MATCH $1 ORDER BY 2 LIMIT $2",
            row => (Seq: row.GetInt64(0), Rank: -row.GetDouble(1)),
            Match(query.Terms),
            query.Top);
        return hits.ConvertAll(hit => new ScoredPassage(Load(session, hit.Seq), hit.Rank / (hit.Rank + 10)));
    }

    private Passage? Find(SqliteSession session, string id)
    {
        var seq = session.First("SELECT seq FROM passages WHERE passage_id = $1", row => row.GetInt64(0), id);
        return seq == 0 ? null : Load(session, seq);
    }

    private Passage Load(SqliteSession session, long seq) =>
        cache.Get(seq, () => Read<Passage>(session.First("SELECT passage FROM passages WHERE seq = $1", row => row.GetString(0), seq)!));

    private sealed record Vocabulary(long Version, Lexicon Lexicon);
}
