using System.CommandLine;
using Spectre.Console;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>chat</c>: a conversation, line by line, until the end of the input.</summary>
internal static class ChatCommand
{
    public static Command Create(Dictionary<string, string?> settings)
    {
        var customer = new CustomerOptions();
        var command = new Command("chat", "Hold a conversation; /reset begins it anew, /exit ends it.");
        customer.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await ConversationSession.StartAsync(
                settings, parsed.GetRequiredValue(customer.User), parsed.GetValue(customer.Thread), cancellation);
            var json = parsed.GetValue(customer.Json);
            await TalkAsync(session, new TurnPrinter(json), prompt: !json && !Console.IsInputRedirected, cancellation);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task TalkAsync(ConversationSession session, TurnPrinter printer, bool prompt, CancellationToken cancellation)
    {
        if (prompt)
        {
            AnsiConsole.MarkupLine("[grey]Write a message. /reset begins anew, /exit or Ctrl+D ends the conversation.[/]");
        }

        while (true)
        {
            if (prompt)
            {
                AnsiConsole.Markup("[bold]> [/]");
            }

            switch ((await Console.In.ReadLineAsync(cancellation))?.Trim())
            {
                case null or "/exit":
                    return;
                case "":
                    break;
                case "/reset":
                    await session.ResetAsync(cancellation);
                    break;
                case { Length: > 0 } message:
                    await AnswerAsync(session, printer, message, cancellation);
                    break;
            }
        }
    }

    private static async Task AnswerAsync(ConversationSession session, TurnPrinter printer, string message, CancellationToken cancellation)
    {
        try
        {
            printer.Print(await session.AskAsync(message, cancellation));
        }
        catch (InvalidDataException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
        }
    }
}
