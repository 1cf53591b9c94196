using System.CommandLine;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>serve</c>, also the default: the HTTP contract until the process is stopped.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root, Dictionary<string, string?> settings)
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen, such as http://localhost:7071; several are separated by semicolons.",
        };
        var serve = new Command("serve", "Serve the HTTP contract; the default.") { urls };
        serve.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(urls), settings, cancellation));
        root.Subcommands.Add(serve);
        root.Options.Add(urls);
        root.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(urls), settings, cancellation));
    }

    private static async Task<int> RunAsync(string? urls, Dictionary<string, string?> settings, CancellationToken cancellation)
    {
        await using var app = LocalApplication.BuildServer(settings, urls);
        await app.RunAsync(cancellation);
        return ExitCodes.Done;
    }
}
