namespace TelecomSupport.Embedded.Storage;

/// <summary>The tables of each part, by version. A released version's script is never changed; the next one alters what it made.</summary>
internal static class Schema
{
    // Times are UTC ticks; records and requests are JSON of the core's records, which carry their own version.
    private const string Conversations = """
        CREATE TABLE threads (
            thread_id TEXT PRIMARY KEY,
            customer_id TEXT NOT NULL,
            held_by_case TEXT,
            cleared_at INTEGER
        ) WITHOUT ROWID;
        CREATE TABLE turns (
            seq INTEGER PRIMARY KEY,
            turn_id TEXT NOT NULL UNIQUE,
            thread_id TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            record TEXT NOT NULL
        );
        CREATE INDEX turns_by_thread ON turns (thread_id, seq);
        """;

    // A turn is here from its acceptance until it is saved.
    private const string Journal = """
        CREATE TABLE journal_turns (
            seq INTEGER PRIMARY KEY,
            turn_id TEXT NOT NULL UNIQUE,
            request TEXT NOT NULL
        );
        CREATE TABLE journal_steps (
            turn_id TEXT NOT NULL,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            output TEXT NOT NULL,
            PRIMARY KEY (turn_id, position)
        ) WITHOUT ROWID;
        """;

    private const string Cases = """
        CREATE TABLE refund_cases (
            idempotency_key TEXT PRIMARY KEY,
            case_id TEXT NOT NULL UNIQUE,
            customer_id TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            refund TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX refund_cases_by_customer ON refund_cases (customer_id, opened_at);
        CREATE TABLE escalation_cases (
            case_id TEXT PRIMARY KEY,
            opened_at INTEGER NOT NULL,
            escalation TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE escalation_turns (
            seq INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL,
            turn_id TEXT NOT NULL UNIQUE,
            record TEXT NOT NULL
        );
        """;

    // The full-text columns hold stems, and in words what the stems were made of, so that the vocabulary knows both.
    // A passage's seq is never used again: what a process remembers by it stays true.
    private const string Knowledge = """
        CREATE TABLE documents (
            name TEXT PRIMARY KEY,
            document TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE passages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            passage_id TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL,
            passage TEXT NOT NULL,
            vector BLOB
        );
        CREATE INDEX passages_by_document ON passages (document);
        CREATE VIRTUAL TABLE passage_words USING fts5(
            title, heading, body, words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 tokenchars '.:,'");
        CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab(passage_words, row);
        CREATE TABLE knowledge_version (version INTEGER NOT NULL);
        INSERT INTO knowledge_version VALUES (0);
        """;

    // A seq is not used again after a delete, so a lane's order is that of acceptance.
    private const string Lanes = """
        CREATE TABLE lane_turns (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            turn_id TEXT NOT NULL UNIQUE,
            thread_id TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            request TEXT NOT NULL
        );
        CREATE INDEX lane_turns_by_thread ON lane_turns (thread_id, seq);
        """;

    // Words are searched in memory from here on: a passage's stems are kept as they are read, and need no full-text table.
    private const string Terms = """
        DROP TABLE passage_vocabulary;
        DROP TABLE passage_words;
        ALTER TABLE passages ADD COLUMN terms TEXT;
        """;

    private static readonly string[] Versions = [Conversations + Journal + Cases + Knowledge, Lanes, Terms];

    /// <summary>Runs the scripts that the file has not seen yet, all in one transaction.</summary>
    public static void Upgrade(SqliteSession session, string path)
    {
        session.Execute("BEGIN IMMEDIATE");
        var version = session.First("PRAGMA user_version", row => row.GetInt32(0));
        if (version > Versions.Length)
        {
            session.Execute("ROLLBACK");
            throw new StorageUnavailableException($"The database {path} was written by a later version of this program; it was left as it is.");
        }

        foreach (var script in Versions[version..])
        {
            session.Run(script);
        }

        session.Run($"PRAGMA user_version={Versions.Length}");
        session.Execute("COMMIT");
    }
}
