namespace TelecomSupport.Embedded.Routing;

/// <summary>One labelled message of <c>data/training/messages.tsv</c>: tab-separated, with a header.</summary>
/// <param name="Label">The category that it belongs to.</param>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Style">How it is written, such as <c>terse</c>, <c>typos</c> or <c>follow_up</c>.</param>
public sealed record TrainingMessage(string Label, string Language, string Style, string Text)
{
    /// <exception cref="InvalidDataException">A line hasn't four fields.</exception>
    public static IReadOnlyList<TrainingMessage> Parse(string tsv) =>
        [.. tsv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select((line, i) => line.TrimEnd('\r').Split('\t') switch
        {
            [var label, var language, var style, var text] => new TrainingMessage(label, language, style, text),
            _ => throw new InvalidDataException($"Line {i + 2} of the training messages hasn't the fields label, language, style and text."),
        })];
}
