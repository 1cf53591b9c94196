using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using TelecomSupport.Turns;

namespace TelecomSupport.EndToEnd.Tests;

/// <summary>The local host as a process of its own, on a port that the system chose.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private const string Listening = "TelecomSupport listens on ";

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process) => this.process = process;

    public HttpClient Http { get; private set; } = null!;

    public string Output => string.Join('\n', output);

    public bool HasExited => process.HasExited;

    /// <param name="storage">The folder of its database.</param>
    /// <param name="environment">Variables for it alone.</param>
    public static async Task<HostProcess> StartAsync(
        string storage, IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] all =
        [
            "serve", "--urls", "http://127.0.0.1:0", "--Storage:Path", storage, "--RateLimit:RequestsPerMinute", "0", .. arguments ?? [],
        ];
        var host = new HostProcess(Launch(all, environment));
        host.process.OutputDataReceived += (_, line) => host.Read(line.Data);
        host.process.ErrorDataReceived += (_, line) => host.Read(line.Data);
        host.process.Exited += (_, _) => host.address.TrySetException(new InvalidOperationException($"The host ended:\n{host.Output}"));
        host.process.EnableRaisingEvents = true;
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        host.Http = new() { BaseAddress = await host.address.Task.WaitAsync(TimeSpan.FromSeconds(60)), Timeout = TimeSpan.FromSeconds(60) };
        return host;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(IEnumerable<string> arguments, string? input = null)
    {
        using var process = Launch(arguments, null, input is not null);
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }

        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    public async Task<TurnResult> ChatAsync(string thread, string message, string messageId, string user = "user_12345")
    {
        using var response = await Http.PostAsJsonAsync("/chat", new { message, thread_id = thread, message_id = messageId, user_id = user });
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}\n{Output}");
        return (await response.Content.ReadFromJsonAsync<TurnResult>(SupportJson.Options))!;
    }

    public Task WaitForExitAsync() => process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Ends it as a power cut would, without a chance to clean up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        Http?.Dispose();
        process.Dispose();
    }

    private static Process Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, bool input = false)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TelecomSupport.LocalHost.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        if (line.StartsWith(Listening, StringComparison.Ordinal))
        {
            address.TrySetResult(new Uri(line[Listening.Length..].Split(',')[0]));
        }
    }
}
