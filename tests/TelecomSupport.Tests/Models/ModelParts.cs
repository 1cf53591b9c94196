using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TelecomSupport.Billing;
using TelecomSupport.Conversations;
using TelecomSupport.Fallback;
using TelecomSupport.Knowledge;
using TelecomSupport.Models;
using TelecomSupport.Technical;
using TelecomSupport.Tests.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Models;

/// <summary>What the classes that ask a model are made of, over a test's own client and prompts.</summary>
internal sealed class ModelParts : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("prompts-").FullName;

    public ModelParts(IChatClient client)
    {
        foreach (var (name, placeholders) in PromptNames.Placeholders)
        {
            var text = string.Join(' ', placeholders.Select(placeholder => $"{placeholder}={{{{{placeholder}}}}}"));
            File.WriteAllText(Path.Combine(folder, $"{name}.md"), $"---\nname: {name}\nversion: 2\nmax_output_tokens: 99\n---\nYou help. {text}");
        }

        Prompts = PromptLibrary.Load(folder);
        Model = new(client, NullLogger<LanguageModel>.Instance);
    }

    public ModelsOptions Options { get; } = new() { Provider = ModelsProvider.OpenAI };

    public LanguageModel Model { get; }

    public PromptLibrary Prompts { get; }

    public AgentCatalog Agents { get; } = new([TechnicalAgent.Definition, BillingAgent.Definition, FallbackAgent.Definition]);

    public StepBudgets Budgets => new(Wrapped, Microsoft.Extensions.Options.Options.Create(new TelecomSupport.Turns.ChatOptions()));

    public IOptions<ModelsOptions> Wrapped => Microsoft.Extensions.Options.Options.Create(Options);

    public static TurnRecord Record(string message, string response) => new()
    {
        Request = ScriptedSteps.Turn with { Message = message },
        Result = ScriptedSteps.Technical("earlier", response),
    };

    public static ConversationHistory History(params TurnRecord[] turns) => new(turns, "", null) { CustomerId = "customer" };

    public static ScoredPassage Passage(string id, string text, double score = 0.9) =>
        new(new(id, "doc.md", "Title", ["Section"], text, 0), score);

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
