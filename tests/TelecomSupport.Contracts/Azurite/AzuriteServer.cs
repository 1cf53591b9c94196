using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TelecomSupport.Contracts.Azurite;

/// <summary>
/// Azurite, from npm, on free ports of the loopback interface and with nothing kept on disk. Installed beside its
/// <c>tests/TelecomSupport.Azure.Tests/package.json</c> when it isn't yet. Where that can't be done (no Node.js, no registry),
/// <see cref="Unavailable"/> says why, and the tests that need it are skipped with that reason.
/// </summary>
public sealed partial class AzuriteServer : IAsyncLifetime
{
    // Azurite's well-known account: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> endpoints = [];
    private readonly DirectoryInfo workspace = Directory.CreateTempSubdirectory("azurite-");
    private Process? server;

    /// <summary>Why Azurite doesn't run, or null when it does.</summary>
    public string? Unavailable { get; private set; }

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        try
        {
            var folder = PackageFolder();
            var script = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
            await InstallAsync(folder, script);

            await StartAsync(script);
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or TimeoutException)
        {
            Unavailable = $"Azurite is not available: {exception.Message}";
            await Console.Error.WriteLineAsync($"SKIPPED, tests against real storage endpoints: {Unavailable}");
        }
    }

    public Task DisposeAsync()
    {
        if (server is { HasExited: false })
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
        }

        server?.Dispose();
        workspace.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static string PackageFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var package = Path.Combine(folder.FullName, "tests", "TelecomSupport.Azure.Tests");
            if (File.Exists(Path.Combine(package, "package.json")))
            {
                return package;
            }
        }

        throw new InvalidOperationException("its package.json was not found above the tests.");
    }

    private static async Task InstallAsync(string folder, string script)
    {
        // Test assemblies run at the same time.
        await using var turnstile = await LockAsync();
        if (File.Exists(script))
        {
            return;
        }

        var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        var start = new ProcessStartInfo(npm, ["install", "--prefix", folder, "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var install = Process.Start(start)!;
        var (errors, output) = (install.StandardError.ReadToEndAsync(), install.StandardOutput.ReadToEndAsync());
        await install.WaitForExitAsync().WaitAsync(InstallTimeout);
        await output;
        if (install.ExitCode != 0)
        {
            throw new InvalidOperationException($"npm install failed: {(await errors).Trim().Split('\n')[0]}");
        }
    }

    private static async Task<FileStream> LockAsync()
    {
        using var timeout = new CancellationTokenSource(InstallTimeout);
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(Path.GetTempPath(), "telecomsupport-azurite.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (!timeout.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    private async Task StartAsync(string script)
    {
        string[] arguments =
        [
            script, "--silent", "--loose", "--skipApiVersionCheck", "--inMemoryPersistence", "--disableTelemetry",
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        ];
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = workspace.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        server = Process.Start(start)!;
        var errors = server.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(StartTimeout);
        while (endpoints.Count < 3)
        {
            var line = await server.StandardOutput.ReadLineAsync(timeout.Token)
                ?? throw new InvalidOperationException($"it ended before it listened: {(await errors).Trim()}");
            if (Listening().Match(line) is { Success: true } match)
            {
                endpoints[match.Groups["service"].Value] = match.Groups["address"].Value;
            }
        }

        _ = server.StandardOutput.ReadToEndAsync(CancellationToken.None);
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
            + string.Concat(endpoints.Select(endpoint => $"{endpoint.Key}Endpoint={endpoint.Value}/{Account};"));
    }

    [GeneratedRegex("^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://\\S+)")]
    private static partial Regex Listening();
}
