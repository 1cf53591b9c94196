using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using TelecomSupport.Billing.Dialogue.Phrases;
using TelecomSupport.Turns;

namespace TelecomSupport.Billing.Dialogue;

/// <summary>One composing: the message as understood, what the tools have returned, and which calls are still needed. Not safe for concurrent use.</summary>
internal sealed class Exchange(ComposeContext context, Understanding understanding)
{
    private readonly List<ToolCall> needed = [];

    public Understanding Understood => understanding;
    public BillingQuestion Question => understanding.Question;
    public string Language => context.Route.Language;
    public PhraseBook Say { get; } = Books.Of(context.Route.Language);
    public LocalFormat Show { get; } = LocalFormat.Of(context.Route.Language);
    public DateOnly Today { get; } = DateOnly.FromDateTime(context.Turn.ReceivedAt.UtcDateTime);
    public string Message => context.Turn.Message;

    /// <summary>Calls that were asked for and have no result yet, in their order.</summary>
    public IReadOnlyList<ToolCall> Needed => needed;

    /// <summary>Asks for a tool's answer. Without one yet, the call is noted as needed.</summary>
    public Asked<T> Ask<T>(BillingTool tool, params ReadOnlySpan<(string Name, string? Value)> arguments)
        where T : class
    {
        var given = new Dictionary<string, string>();
        foreach (var (name, value) in arguments)
        {
            if (value is not null)
            {
                given.Add(name, value);
            }
        }

        var wanted = JsonSerializer.SerializeToElement(given);
        var result = context.ToolResults.FirstOrDefault(
            result => result.Call.Name == tool.Name && JsonElement.DeepEquals(result.Call.Arguments, wanted));
        if (result is null)
        {
            if (!needed.Exists(call => call.Name == tool.Name && JsonElement.DeepEquals(call.Arguments, wanted)))
            {
                needed.Add(new(0, tool.Name, wanted));
            }

            return default;
        }

        return result.Status == ToolStatus.Succeeded
            ? new(result.Content.Deserialize<T>(SupportJson.Options), null)
            : new(null, result.Content.TryGetProperty("code", out var code) ? code.GetString() : ToolErrors.InvalidArguments);
    }

    public static string Fill(string phrase, params ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, phrase, values);

    public static string Lines(string heading, IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"- {line}").Prepend(heading));

    public static string Numbered(string heading, IEnumerable<string> lines) =>
        string.Join('\n', lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {line}")).Prepend(heading));

    public Part WithColleague(string text) => new($"{text}{(text.EndsWith('\n') ? "" : " ")}{Say.OfferColleague}", Topics.Colleague);
}

/// <summary>A tool's answer, its error code, or neither while it has yet to be called.</summary>
internal readonly record struct Asked<T>(T? Answer, string? Error)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Answer))]
    public bool Has => Answer is not null;

    public bool Pending => Answer is null && Error is null;
}
