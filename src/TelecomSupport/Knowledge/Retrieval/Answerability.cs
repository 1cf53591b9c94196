namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Decides whether the best passages answer the question.</summary>
internal static class Answerability
{
    public static bool IsAnswered(IReadOnlyList<RankedPassage> ranked) =>
        ranked.Count > 0 && ranked[0].Match.Coverage > 0.6;
}
