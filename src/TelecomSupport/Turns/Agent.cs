namespace TelecomSupport.Turns;

/// <summary>
/// One kind of help that a message can be routed to. The workflow's branch, the router's label, the graph and the metrics follow from this;
/// what the agent says is its <see cref="IReplyComposer"/>.
/// </summary>
/// <param name="Name">Such as <c>technical</c>; unique.</param>
/// <param name="Category">The router's label for it; unique.</param>
/// <param name="Purpose">What the customer can ask it, as an English phrase for people.</param>
public sealed record Agent(string Name, string Category, string Purpose)
{
    /// <summary><see cref="Purpose"/> in other languages, by ISO 639-1 code.</summary>
    public IReadOnlyDictionary<string, string> Translations { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether passages are retrieved before the reply is composed.</summary>
    public bool Retrieves { get; init; }

    /// <summary>Whether the composer may ask for tools to be called.</summary>
    public bool CallsTools { get; init; }

    /// <summary>Whether this agent takes what no other agent's label fits; exactly one does.</summary>
    public bool IsFallback { get; init; }

    /// <returns>The purpose in the language; in English when it has no translation.</returns>
    public string PurposeIn(string language) => Translations.GetValueOrDefault(language, Purpose);
}
