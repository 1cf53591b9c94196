using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// What one orchestration is started with. Settings that its course depends on are in it, so that a replay after a change of configuration
/// takes the same course.
/// </summary>
/// <param name="TimeoutSeconds">From the orchestration's start to the turn's deadline.</param>
/// <param name="MaxToolRounds">How often the agent may ask for tools.</param>
/// <param name="Unsaved">The finished turn, when only saving it is left to do; else null.</param>
public sealed record TurnInput(TurnRequest Turn, double TimeoutSeconds, int MaxToolRounds, TurnDraft? Unsaved = null)
{
    public const int CurrentVersion = 1;

    /// <summary>Of this record's and the steps' shapes. One that reads differently, or a workflow that takes other steps, gets the next number.</summary>
    public int Version { get; init; } = CurrentVersion;
}

/// <summary>What an activity is called with.</summary>
/// <param name="Number">The step's place in the turn, from 1.</param>
/// <param name="Deadline">When the step has no more time, UTC; null when it has all it needs.</param>
public sealed record StepCall<T>(TurnRequest Turn, int Number, DateTime? Deadline, T Input)
{
    public int Version { get; init; } = TurnInput.CurrentVersion;
}

/// <summary>The orchestration's custom status: the step that it has come to.</summary>
/// <param name="Number">The step's place in the turn, from 1; 0 before the first.</param>
public sealed record StepProgress(int Number, string Step);
