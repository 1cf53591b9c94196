using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;

namespace TelecomSupport.LocalHost.Engine;

/// <summary>
/// Held by the one process that resumes what others left unfinished in <see cref="StorageOptions.Path"/>; the system takes it back when the
/// process ends, however it ends. A second process may run turns of its own beside it, such as the command line beside a server.
/// </summary>
internal sealed class EngineLock(IOptions<StorageOptions> options) : IDisposable
{
    private FileStream? file;

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Value.Path, "engine.lock"));

    /// <returns>False when another process holds it.</returns>
    public bool TryTake()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        try
        {
            file ??= new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => file?.Dispose();
}
