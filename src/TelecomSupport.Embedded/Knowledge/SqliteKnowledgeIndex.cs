using System.Runtime.InteropServices;
using System.Text.Json;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>
/// The knowledge index in SQLite: FTS5 over the core's own stems, ranked by its BM25, and with an embedding model also by cosine, the two
/// fused by reciprocal rank. A document is replaced in one transaction, and a search reads from one snapshot. Passages, vectors and the lexicon
/// are kept in memory once read.
/// </summary>
public sealed class SqliteKnowledgeIndex(SqliteDatabase database) : IKnowledgeIndex
{
    // Title, headings, body, words. Only whether the right passage is among the candidates depends on these; the core puts them in order.
    private const string Ranking = "bm25(passage_words, 2.0, 4.0, 1.0, 0.0)";

    // Cormack, Clarke and Büttcher, 2009.
    private const int FusionConstant = 60;

    private readonly PassageCache cache = new();
    private volatile Versioned<Lexicon>? lexicon;
    private volatile Versioned<PassageVectors>? vectors;

    public Task<IReadOnlyList<ScoredPassage>> SearchAsync(KnowledgeQuery query, CancellationToken cancellation) =>
        query is { Terms.Count: 0, Vector: null }
            ? Task.FromResult<IReadOnlyList<ScoredPassage>>([])
            : database.ReadAsync<IReadOnlyList<ScoredPassage>>(session => Search(session, query), cancellation);

    public Task<Lexicon> ReadLexiconAsync(CancellationToken cancellation) => database.ReadAsync(
        session =>
        {
            var version = Version(session);
            var current = lexicon;
            if (current?.Version != version)
            {
                lexicon = current = new(version, ReadLexicon(session));
            }

            return current.Value;
        },
        cancellation);

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
        var byWords = query.Terms.Count == 0 ? [] : session.All(
            $"SELECT rowid, {Ranking} FROM passage_words WHERE passage_words MATCH $1 ORDER BY 2 LIMIT $2",
            row => (Seq: row.GetInt64(0), Rank: -row.GetDouble(1)),
            Match(query.Terms),
            query.Top);
        return query.Vector is { } vector
            ? Fuse(session, byWords.ConvertAll(hit => hit.Seq), Vectors(session).Nearest(vector, query.Top), query.Top)
            : byWords.ConvertAll(hit => new ScoredPassage(Load(session, hit.Seq), hit.Rank / (hit.Rank + 10)));
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

    // Only vectors of rows that have come since are read: a row's vector never changes.
    private PassageVectors Vectors(SqliteSession session)
    {
        var version = Version(session);
        var current = vectors;
        if (current?.Version == version)
        {
            return current.Value;
        }

        var known = new Dictionary<long, float[]>();
        for (var i = 0; i < current?.Value.Rows.Count; i++)
        {
            known.Add(current.Value.Rows[i], current.Value[i]);
        }

        var rows = session.All("SELECT seq FROM passages WHERE vector IS NOT NULL ORDER BY seq", row => row.GetInt64(0)).ToArray();
        var read = Array.ConvertAll(rows, seq => known.TryGetValue(seq, out var vector) ? vector : ReadVector(session, seq));
        vectors = current = new(version, new(rows, read));
        return current.Value;
    }

    private static float[] ReadVector(SqliteSession session, long seq) => MemoryMarshal.Cast<byte, float>(
        session.First("SELECT vector FROM passages WHERE seq = $1", row => row.GetFieldValue<byte[]>(0), seq)).ToArray();

    private Passage? Find(SqliteSession session, string id)
    {
        var seq = session.First("SELECT seq FROM passages WHERE passage_id = $1", row => row.GetInt64(0), id);
        return seq == 0 ? null : Load(session, seq);
    }

    private Passage Load(SqliteSession session, long seq) =>
        cache.Get(seq, () => Read<Passage>(session.First("SELECT passage FROM passages WHERE seq = $1", row => row.GetString(0), seq)!));

    private sealed record Versioned<T>(long Version, T Value);
}
