namespace TelecomSupport.LocalHost.Engine;

/// <summary>The journal of an interrupted turn was written by a workflow that took other steps; the turn is to be run again from its start.</summary>
internal sealed class JournalMismatchException(string turnId, int position, string expected, string found)
    : Exception($"Turn {turnId} has step {found} kept at {position} where the workflow takes {expected}.");
