namespace TelecomSupport.Embedded.Tests;

/// <summary>A folder of the test's own, removed with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("telecomsupport-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
