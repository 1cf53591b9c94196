namespace TelecomSupport.Knowledge.Ingestion;

/// <summary>What a refresh did with a document.</summary>
public enum RefreshAction
{
    /// <summary>Its passages are new or were replaced.</summary>
    Indexed,

    /// <summary>The index already has this content.</summary>
    Unchanged,

    /// <summary>It was gone from the source, and is now gone from the index.</summary>
    Deleted,

    /// <summary>It is neither in the source nor in the index.</summary>
    Missing,

    /// <summary>It can't be read; the index has its reason and no passages of it.</summary>
    Refused,

    /// <summary>The source or the index could not be reached; the index is as it was, and the next refresh tries again.</summary>
    Failed,
}

/// <param name="Passages">How many passages the index now has of it.</param>
/// <param name="Reason">Why it was refused or failed, one sentence; else null.</param>
public sealed record DocumentOutcome(string Name, RefreshAction Action, int Passages, string? Reason = null);

/// <param name="Done">Documents finished, of <paramref name="Total"/>.</param>
/// <param name="Last">The one that finished last.</param>
public readonly record struct RefreshProgress(int Done, int Total, DocumentOutcome Last);

/// <param name="Outcomes">One for each document of the source and the index, ordered by name.</param>
public sealed record RefreshReport(IReadOnlyList<DocumentOutcome> Outcomes, TimeSpan Duration)
{
    public int Count(RefreshAction action) => Outcomes.Count(outcome => outcome.Action == action);
}
