using System.Text.Json;
using Spectre.Console;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>Prints a turn for a person or a script; colours only on a terminal.</summary>
internal sealed class TurnPrinter(bool json)
{
    public void Print(TurnResult turn)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(turn, SupportJson.Options));
            return;
        }

        Console.WriteLine(turn.Response);
        for (var i = 0; i < turn.Sources.Count; i++)
        {
            var source = turn.Sources[i];
            Note($"[{i + 1}] {source.Title} > {source.Section} ({source.Document})");
        }

        var tools = string.Concat(turn.ToolCalls.Select(call => $", {call.Name} {JsonNamingPolicy.SnakeCaseLower.ConvertName(call.Status.ToString())}"));
        Note($"{turn.Agent}, {turn.Confidence:P0}{tools}{(turn.Degraded ? ", degraded" : "")}, {turn.LatencyMs} ms, thread {turn.ThreadId}");
    }

    // The console library folds lines at 80 columns where there is no terminal; a script wants them whole.
    private static void Note(string text)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(text);
        }
        else
        {
            AnsiConsole.Write(new Text(text + Environment.NewLine, new Style(Color.Grey)));
        }
    }
}
