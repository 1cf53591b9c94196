using System.CommandLine;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>ask</c>: one message, one reply.</summary>
internal static class AskCommand
{
    public static Command Create(Dictionary<string, string?> settings)
    {
        var message = new Argument<string>("message") { Description = "What the customer writes; - reads it from standard input." };
        var customer = new CustomerOptions();
        var command = new Command("ask", "Ask one question and print the reply.") { message };
        customer.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var text = parsed.GetRequiredValue(message);
            if (text == "-")
            {
                text = await Console.In.ReadToEndAsync(cancellation);
            }

            await using var session = await ConversationSession.StartAsync(
                settings, parsed.GetRequiredValue(customer.User), parsed.GetValue(customer.Thread), cancellation);
            var result = await session.AskAsync(text, cancellation);
            new TurnPrinter(parsed.GetValue(customer.Json)).Print(result);
            return ExitCodes.Done;
        });
        return command;
    }
}
