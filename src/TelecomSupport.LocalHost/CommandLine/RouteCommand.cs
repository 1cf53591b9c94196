using System.CommandLine;
using System.Text.Json;
using TelecomSupport.Conversations;
using TelecomSupport.Routing;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>route</c>: what a message would be routed to.</summary>
internal static class RouteCommand
{
    public static Command Create(Dictionary<string, string?> settings)
    {
        var message = new Argument<string>("message") { Description = "What the customer writes; - reads it from standard input." };
        var json = new Option<bool>("--json") { Description = "Print the decision as JSON." };
        var command = new Command("route", "Print where a message would be routed.") { message, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var text = parsed.GetRequiredValue(message);
            if (text == "-")
            {
                text = await Console.In.ReadToEndAsync(cancellation);
            }

            using var host = LocalApplication.BuildWorker(settings);
            var route = await host.Services.GetRequiredService<IMessageRouter>().RouteAsync(text.Trim(), ConversationHistory.Empty, cancellation);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(route, SupportJson.Options)
                : $"{route.Category} ({route.Confidence:P0} by {route.Source}), language {route.Language}, sentiment {route.Sentiment}"
                    + (route.Escalate is { } reason ? $", to a person: {reason}" : ""));
            return ExitCodes.Done;
        });
        return command;
    }
}
