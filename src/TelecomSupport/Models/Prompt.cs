namespace TelecomSupport.Models;

/// <summary>One variant of a prompt, from a file of <see cref="ModelsOptions.Prompts"/>.</summary>
/// <param name="Name">What it is for: one of <see cref="PromptNames"/>.</param>
/// <param name="Version">Raised with every change of the text.</param>
/// <param name="Variant">Tells variants of one name apart.</param>
/// <param name="Share">Its share of the customers, relative to the other variants' shares.</param>
/// <param name="MaxOutputTokens">The longest answer.</param>
/// <param name="Temperature">Null for the model's own.</param>
/// <param name="Text">The system message, with <c>{{placeholders}}</c>.</param>
public sealed record Prompt(string Name, int Version, string Variant, double Share, int MaxOutputTokens, float? Temperature, string Text)
{
    /// <summary>Such as <c>technical@2/short</c>: what metrics and turns are told apart by.</summary>
    public string Id => $"{Name}@{Version}/{Variant}";

    /// <param name="values">A value for each placeholder.</param>
    public string Fill(params ReadOnlySpan<(string Placeholder, string Value)> values)
    {
        var text = Text;
        foreach (var (placeholder, value) in values)
        {
            text = text.Replace($"{{{{{placeholder}}}}}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
