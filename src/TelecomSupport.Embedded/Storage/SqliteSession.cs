using Microsoft.Data.Sqlite;

namespace TelecomSupport.Embedded.Storage;

/// <summary>One connection with its statements prepared once. Parameters are <c>$1</c>, <c>$2</c> … in their order. Not safe for concurrent use.</summary>
public sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);

    internal SqliteSession(SqliteConnection connection) => this.connection = connection;

    /// <returns>The number of rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters) => Command(sql, parameters).ExecuteNonQuery();

    /// <returns>The first row, or the default when there is none.</returns>
    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    public List<T> All<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Command(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Runs a script of several statements, without parameters and without keeping it prepared.</summary>
    public void Run(string script)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Scripts are this assembly's constants.
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> parameters)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are this assembly's constants; what comes from outside is a parameter.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= parameters.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", null));
            }

            commands.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        }

        return command;
    }
}
