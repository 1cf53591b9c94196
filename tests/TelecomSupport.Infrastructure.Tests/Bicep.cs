using System.Diagnostics;
using System.Text.Json;

namespace TelecomSupport.Infrastructure.Tests;

/// <summary>The Bicep compiler of the NuGet package <c>Azure.Bicep.CommandLine</c>, and what it makes of <c>infra/main.bicep</c>.</summary>
internal static class Bicep
{
    private static readonly Lazy<JsonElement> Compiled = new(Compile);

    /// <summary>The compiled template. Skips the test, and says so, where there is no compiler for this platform.</summary>
    public static JsonElement Template
    {
        get
        {
            RequireCompiler();
            return Compiled.Value;
        }
    }

    /// <returns>The exit code, and everything the compiler said.</returns>
    public static (int ExitCode, string Output) Run(params string[] arguments)
    {
        RequireCompiler();
        var start = new ProcessStartInfo(Executable!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static string? Executable
    {
        get
        {
            var path = Path.Combine(Repository.Metadata("BicepFolder"), OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");
            return File.Exists(path) ? path : null;
        }
    }

    private static void RequireCompiler()
    {
        const string Reason = "The Bicep compiler is not in the package folder: it has no package for this platform, or was not restored.";
        if (Executable is null)
        {
            Console.Error.WriteLine($"SKIPPED, tests of the deployment: {Reason}");
        }

        Skip.If(Executable is null, Reason);
    }

    private static JsonElement Compile()
    {
        var (status, output) = Run("build", Repository.File("infra/main.bicep"), "--stdout");
        return status == 0 ? JsonElement.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]) : throw new InvalidOperationException(output);
    }
}
