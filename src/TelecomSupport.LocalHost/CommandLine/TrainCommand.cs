using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Routing;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Evaluation;
using TelecomSupport.Knowledge.Training;
using TelecomSupport.Routing;
using TelecomSupport.Technical;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>train</c>: makes the shipped router model, the word vectors, or the weights of retrieval again from their data.</summary>
internal static class TrainCommand
{
    public static Command Create(Dictionary<string, string?> settings) =>
        new("train", "Fit a part to its labelled data; the same data gives the same result.") { Router(), Network(), Retrieval(settings) };

    private static Command Router()
    {
        var messages = new Option<string>("--data")
        {
            Description = "The labelled messages, tab separated.",
            DefaultValueFactory = _ => RouterTraining.MessagesPath,
        };
        var model = new Option<string>("--out") { Description = "Where to write the model.", DefaultValueFactory = _ => RouterTraining.ModelPath };
        var command = new Command("router", "Train the router.") { messages, model };
        command.SetAction(parsed =>
        {
            RouterTraining.Run(parsed.GetRequiredValue(messages), parsed.GetRequiredValue(model));
            Console.WriteLine($"Wrote {parsed.GetRequiredValue(model)}; it takes effect with the next build.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Network()
    {
        var associations = new Option<string>("--associations")
        {
            Description = "The words that go together.",
            DefaultValueFactory = _ => AnswerNetworkTraining.AssociationsPath,
        };
        var manuals = new Option<string>("--manuals")
        {
            Description = "The folder of small manuals with questions.",
            DefaultValueFactory = _ => AnswerNetworkTraining.ManualsPath,
        };
        var model = new Option<string>("--out") { Description = "Where to write the network.", DefaultValueFactory = _ => AnswerNetworkTraining.ModelPath };
        var command = new Command("network", "Make the network that tells whether a passage answers, and its word vectors.") { associations, manuals, model };
        command.SetAction(parsed =>
        {
            var count = AnswerNetworkTraining.Run(
                parsed.GetRequiredValue(associations),
                parsed.GetRequiredValue(manuals),
                parsed.GetRequiredValue(model),
                likelihood => Console.WriteLine($"Log-likelihood {likelihood:F3}"));
            Console.WriteLine($"Wrote {parsed.GetRequiredValue(model)}, with {count} word vectors; it takes effect with the next build, and then 'train retrieval' is due.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Retrieval(Dictionary<string, string?> settings)
    {
        var corpora = new Option<string>("--corpora")
        {
            Description = "A folder of corpora, each with docs/ and questions.jsonl.",
            DefaultValueFactory = _ => "data/training/retrieval",
        };
        var own = new Option<string>("--data")
        {
            Description = "The questions to the documents of Knowledge:Documents; their dev half is fitted on.",
            DefaultValueFactory = _ => "data/evaluation/retrieval.jsonl",
        };
        var messages = new Option<string>("--messages")
        {
            Description = "The router's labelled messages, tab separated: what is asked of other agents.",
            DefaultValueFactory = _ => RouterTraining.MessagesPath,
        };
        var command = new Command("retrieval", "Fit the weights of ranking and of the decision to answer, and print them as C#.") { corpora, own, messages };
        command.SetAction(async (parsed, cancellation) =>
        {
            var fit = new RetrievalFit();
            var questions = RetrievalQuestion.Read(parsed.GetRequiredValue(own), "dev");
            var folders = Directory.GetDirectories(parsed.GetRequiredValue(corpora)).Order(StringComparer.Ordinal).ToArray();
            var elsewhere = await ElsewhereAsync(await File.ReadAllTextAsync(parsed.GetRequiredValue(messages), cancellation), cancellation);
            // Each is asked of one of the corpora.
            var shares = elsewhere.Select((message, i) => (message, i)).ToLookup(entry => entry.i % (folders.Length + 1), entry => entry.message);
            async Task AddAsync(IKnowledgeIndex index, IMessageRouter router, IReadOnlyList<RetrievalQuestion> asked, int share)
            {
                await fit.AddAsync(index, router, asked, cancellation);
                await fit.AddElsewhereAsync(index, shares[share], cancellation);
            }

            await RetrievalCorpus.UseAsync(settings, (index, router) => AddAsync(index, router, questions, folders.Length), cancellation);
            for (var i = 0; i < folders.Length; i++)
            {
                await RetrievalCorpus.UseAsync(folders[i], settings, (index, router, asked) => AddAsync(index, router, asked, i), cancellation);
            }

            Console.WriteLine(fit.Fit());
            return ExitCodes.Done;
        });
        return command;
    }

    // English messages that are not technical, and that a router which didn't learn from them didn't take for it.
    private static async Task<List<(string Message, double Confidence)>> ElsewhereAsync(string tsv, CancellationToken cancellation)
    {
        var technical = TechnicalAgent.Definition.Category;
        var elsewhere = new List<(string Message, double Confidence)>();
        foreach (var (message, model) in RouterTraining.HeldOut(tsv).Where(entry => entry.Message.Language == "en" && entry.Message.Label != technical))
        {
            var route = await new LocalRouter(model, NullLogger<LocalRouter>.Instance).RouteAsync(message.Text, ConversationHistory.Empty, cancellation);
            if (route.Category != technical)
            {
                elsewhere.Add((message.Text, route.Confidence));
            }
        }

        return elsewhere;
    }
}
