using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Tests.Routing;

/// <summary>The repository's files that the router is trained from and measured on.</summary>
internal static class RouterData
{
    /// <summary>A JSONL file of complaint titles, which is not part of the repository, to measure on as well.</summary>
    public const string ComplaintsVariable = "ROUTER_COMPLAINTS";

    public static string Path(string fromRoot)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return System.IO.Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository."), fromRoot);
    }

    public static IReadOnlyList<RouterExample> Chat() => RouterExample.Parse(File.ReadAllText(Path("data/evaluation/router/chat.jsonl")));
}

/// <summary>Skips, saying so, where <see cref="RouterData.ComplaintsVariable"/> names no file.</summary>
public sealed class ComplaintsFactAttribute : FactAttribute
{
    public ComplaintsFactAttribute()
    {
        var path = Environment.GetEnvironmentVariable(RouterData.ComplaintsVariable);
        if (!File.Exists(path))
        {
            Skip = $"SKIPPED: the complaint titles are not here; set {RouterData.ComplaintsVariable} to the JSONL file that has them.";
        }
    }
}
