using System.Globalization;
using System.Text;
using System.Text.Json;
using TelecomSupport.Conversations;

namespace TelecomSupport.Routing;

/// <summary>One labelled message to measure on: a line of a JSONL file.</summary>
/// <param name="Style">How it is written, or null.</param>
/// <param name="Lang">ISO 639-1, or null.</param>
public sealed record RouterExample(string Id, string Text, string Label, string? Style = null, string? Lang = null)
{
    /// <exception cref="JsonException">A line is not an example.</exception>
    public static IReadOnlyList<RouterExample> Parse(string jsonl) =>
        [.. jsonl.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonSerializer.Deserialize<RouterExample>(line, SupportJson.Options) ?? throw new JsonException("A line is null."))];
}

/// <summary>How well a router does on labelled messages, each on its own, without a conversation.</summary>
/// <param name="Accuracy">Share with the right category.</param>
/// <param name="CalibrationError">
/// Expected calibration error: the mean gap between confidence and accuracy over ten equal bins of confidence, weighted by their messages
/// (Naeini et al., 2015).
/// </param>
/// <param name="Confusion">Messages by label, then by the category given.</param>
/// <param name="ByLanguage">Accuracy by language, where the examples say it.</param>
/// <param name="MeanMilliseconds">Time for one message, the first one left out.</param>
public sealed record RouterEvaluation(
    int Messages,
    double Accuracy,
    double CalibrationError,
    IReadOnlyDictionary<string, RouterClassFigures> Classes,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Confusion,
    IReadOnlyDictionary<string, RouterGroupFigures> ByLanguage,
    IReadOnlyDictionary<string, RouterGroupFigures> ByStyle,
    double MeanMilliseconds)
{
    private const int Bins = 10;

    /// <exception cref="ArgumentException">There is no example.</exception>
    public static async Task<RouterEvaluation> RunAsync(
        IMessageRouter router, IReadOnlyList<RouterExample> examples, TimeProvider time, CancellationToken cancellation = default)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("There is nothing to measure on.", nameof(examples));
        }

        await router.RouteAsync(examples[0].Text, ConversationHistory.Empty, cancellation);
        var start = time.GetTimestamp();
        var outcomes = new List<Outcome>(examples.Count);
        foreach (var example in examples)
        {
            var decision = await router.RouteAsync(example.Text, ConversationHistory.Empty, cancellation);
            outcomes.Add(new(example, decision.Category, decision.Confidence));
        }

        var elapsed = time.GetElapsedTime(start);
        string[] labels = [.. outcomes.SelectMany(outcome => new[] { outcome.Example.Label, outcome.Category }).Distinct().Order(StringComparer.Ordinal)];
        return new(
            outcomes.Count,
            Accuracy: Share(outcomes),
            CalibrationError: outcomes.GroupBy(outcome => Math.Min((int)(outcome.Confidence * Bins), Bins - 1))
                .Sum(bin => Math.Abs(bin.Sum(outcome => outcome.Confidence - (outcome.Right ? 1 : 0)))) / outcomes.Count,
            labels.ToDictionary(label => label, label => Figures(label, outcomes)),
            labels.ToDictionary(label => label, label => (IReadOnlyDictionary<string, int>)labels.ToDictionary(
                given => given, given => outcomes.Count(outcome => outcome.Example.Label == label && outcome.Category == given))),
            Groups(outcomes, outcome => outcome.Example.Lang),
            Groups(outcomes, outcome => outcome.Example.Style),
            elapsed.TotalMilliseconds / outcomes.Count);
    }

    public string ToJson() => JsonSerializer.Serialize(this, SupportJson.Options);

    /// <summary>The figures as text for people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line($"messages {Messages}   accuracy {Accuracy:P1}   calibration error {CalibrationError:F3}   {MeanMilliseconds:F3} ms each");
        Line($"");
        Line($"{"class",-16}{"messages",10}{"precision",11}{"recall",9}");
        foreach (var (label, figures) in Classes)
        {
            Line($"{label,-16}{figures.Messages,10}{figures.Precision,11:P1}{figures.Recall,9:P1}");
        }

        Line($"");
        Line($"{"is \\ routed to",-16}{string.Concat(Confusion.Keys.Select(label => $"{label,12}"))}");
        foreach (var (label, row) in Confusion)
        {
            Line($"{label,-16}{string.Concat(row.Values.Select(count => $"{count,12}"))}");
        }

        foreach (var (title, groups) in new[] { ("language", ByLanguage), ("style", ByStyle) })
        {
            if (groups.Count > 0)
            {
                Line($"");
                Line($"{title,-16}{"messages",10}{"accuracy",11}");
            }

            foreach (var (name, figures) in groups)
            {
                Line($"{name,-16}{figures.Messages,10}{figures.Accuracy,11:P1}");
            }
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static RouterClassFigures Figures(string label, List<Outcome> outcomes)
    {
        var right = outcomes.Count(outcome => outcome.Right && outcome.Category == label);
        var labelled = outcomes.Count(outcome => outcome.Example.Label == label);
        var given = outcomes.Count(outcome => outcome.Category == label);
        return new(labelled, given == 0 ? 0 : (double)right / given, labelled == 0 ? 0 : (double)right / labelled);
    }

    private static Dictionary<string, RouterGroupFigures> Groups(List<Outcome> outcomes, Func<Outcome, string?> key) =>
        outcomes.Where(outcome => key(outcome) is not null).GroupBy(outcome => key(outcome)!)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new RouterGroupFigures(group.Count(), Share(group)));

    private static double Share(IEnumerable<Outcome> outcomes) => outcomes.Average(outcome => outcome.Right ? 1.0 : 0.0);

    private sealed record Outcome(RouterExample Example, string Category, double Confidence)
    {
        public bool Right => Example.Label == Category;
    }
}

/// <param name="Messages">How many messages have this label.</param>
public sealed record RouterClassFigures(int Messages, double Precision, double Recall);

public sealed record RouterGroupFigures(int Messages, double Accuracy);
