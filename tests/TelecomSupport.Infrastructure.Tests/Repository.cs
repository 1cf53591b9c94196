using System.Reflection;
using System.Text.Json;

namespace TelecomSupport.Infrastructure.Tests;

internal static class Repository
{
    private static readonly string Root = Metadata("RepositoryRoot");

    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    public static string File(string path) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, path));

    public static string Read(string path) => System.IO.File.ReadAllText(File(path));

    public static JsonElement Json(string path) => JsonElement.Parse(Read(path));
}
