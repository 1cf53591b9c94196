using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelecomSupport.EndToEnd.Tests;

/// <summary>Runs the README's commands as they stand, but for the build that has been done already and the port, which the system chooses.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private const string Serve = "dotnet run --project src/TelecomSupport.LocalHost";

    private static readonly string Configuration = typeof(ReadmeTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly string storage = Directory.CreateTempSubdirectory("telecomsupport-").FullName;

    public void Dispose() => Directory.Delete(storage, recursive: true);

    [Fact]
    public async Task Readme_CurlCommands_HoldTheConversation()
    {
        await using var host = await HostProcess.StartAsync(storage);

        var replies = new List<JsonElement>();
        foreach (var command in Commands().Where(command => command.StartsWith("curl ", StringComparison.Ordinal)))
        {
            var output = await BashAsync(command.Replace("http://localhost:7071", host.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal));
            replies.Add(JsonDocument.Parse(output).RootElement);
        }

        Assert.Equal(["technical", "technical", "billing", "billing"], replies.SkipLast(1).Select(reply => reply.GetProperty("agent").GetString()));
        Assert.All(replies.Take(2), reply => Assert.NotEmpty(reply.GetProperty("sources").EnumerateArray()));
        Assert.StartsWith("REF-", replies[3].GetProperty("case_id").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, replies[4].GetProperty("turns").GetArrayLength());
    }

    [Fact]
    public async Task Readme_CommandLine_Works()
    {
        var commands = Commands().Where(command => command.Contains(Serve + " --", StringComparison.Ordinal)).ToArray();

        Assert.Equal(4, commands.Length);
        foreach (var command in commands)
        {
            var program = $"{Serve.Replace("run", $"run --no-build --configuration {Configuration}", StringComparison.Ordinal)} -- --Storage:Path '{storage}'";
            Assert.NotEmpty(await BashAsync(command.Replace(Serve + " --", program, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Readme_TwoCommands_NameWhatExists()
    {
        var commands = Commands().ToArray();

        Assert.Contains(Serve, commands);
        Assert.Contains("dotnet test TelecomSupport.Local.slnf", commands);
        Assert.True(File.Exists(Path.Combine(Repository.Root, "TelecomSupport.Local.slnf")));
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, "src", "TelecomSupport.LocalHost")));
    }

    // One command a line; a backslash at its end goes on.
    private static IEnumerable<string> Commands() =>
        from Match block in BashBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, "README.md")))
        from line in block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        select line.Trim();

    private static async Task<string> BashAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList = { "-o", "pipefail", "-c", command },
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command}\nexited with {process.ExitCode}: {await error}{output}");
        return output;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}
