namespace TelecomSupport.Embedded.Knowledge;

/// <summary>What is kept in memory of one version of the index, brought to another version when a reader sees that one. Safe for concurrent use.</summary>
internal sealed class Versioned<T>(T none)
    where T : class
{
    private readonly Lock gate = new();
    private volatile Entry current = new(-1, none);

    /// <param name="version">The version that the reader's snapshot has.</param>
    /// <param name="update">Makes that version's value from the one of any other version; called by one reader at a time.</param>
    public T At(long version, Func<T, T> update)
    {
        if (current is { } known && known.Version == version)
        {
            return known.Value;
        }

        lock (gate)
        {
            if (current.Version != version)
            {
                current = new(version, update(current.Value));
            }

            return current.Value;
        }
    }

    private sealed record Entry(long Version, T Value);
}
