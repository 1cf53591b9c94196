using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>load</c>: sends turns to a running host from several clients at once and reports turns per second and latencies.</summary>
internal static class LoadCommand
{
    // One conversation of each kind of turn; a client goes through them over and over, each time in a new thread.
    private static readonly string[] Messages =
    [
        "How long is an access token valid?",
        "and how often may I ask for one?",
        "What plan am I on?",
        "Why is my bill higher than last month?",
        "My router shows a red light, what does it mean?",
        "hello",
    ];

    public static Command Create()
    {
        var url = new Option<Uri>("--url")
        {
            Description = "The host to load.",
            DefaultValueFactory = _ => new("http://localhost:7071"),
            CustomParser = result => Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var uri) ? uri : Refuse(result),
        };
        var clients = new Option<int>("--clients") { Description = "How many customers write at once.", DefaultValueFactory = _ => 32 };
        var turns = new Option<int>("--turns") { Description = "How many turns to send in all.", DefaultValueFactory = _ => 10_000 };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        AtLeastOne(clients);
        AtLeastOne(turns);
        var command = new Command("load", "Load a running host (started with --RateLimit:RequestsPerMinute 0) and report its speed.")
        {
            url, clients, turns, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var report = await RunAsync(
                parsed.GetRequiredValue(url), parsed.GetValue(clients), parsed.GetValue(turns), cancellation);
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, SupportJson.Options) : report.ToString());
            return report.Failed == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task<LoadReport> RunAsync(Uri url, int clients, int turns, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = url };
        await WarmUpAsync(http, cancellation);
        var time = TimeProvider.System;
        var latencies = new double[turns];
        var failed = 0;
        var next = -1;
        var start = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(ClientAsync(client), cancellation)));
        return LoadReport.Of(clients, latencies, failed, time.GetElapsedTime(start));

        Func<Task> ClientAsync(int client) => async () =>
        {
            string? thread = null;
            for (var turn = 0; Interlocked.Increment(ref next) is var mine && mine < turns; turn++)
            {
                var message = Messages[turn % Messages.Length];
                thread = turn % Messages.Length == 0 ? null : thread;
                var sent = time.GetTimestamp();
                (var done, thread) = await SendAsync(http, message, $"load-{client}", thread, cancellation);
                latencies[mine] = time.GetElapsedTime(sent).TotalMilliseconds;
                if (!done)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        };
    }

    private static async Task WarmUpAsync(HttpClient http, CancellationToken cancellation)
    {
        foreach (var message in Enumerable.Repeat(Messages, 50).SelectMany(messages => messages))
        {
            await SendAsync(http, message, "load-warm-up", null, cancellation);
        }
    }

    private static async Task<(bool Done, string? Thread)> SendAsync(
        HttpClient http, string message, string user, string? thread, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync("/chat", new { message, user_id = user, thread_id = thread }, cancellation);
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            return (false, thread);
        }

        var result = await response.Content.ReadFromJsonAsync<TurnResult>(SupportJson.Options, cancellation);
        return (true, result!.ThreadId);
    }

    private static void AtLeastOne(Option<int> option) =>
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{option.Name} takes a whole number from 1.");
            }
        });

    [return: MaybeNull]
    private static Uri Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--url takes an absolute URL, not '{result.Tokens.Single().Value}'.");
        return null;
    }
}
