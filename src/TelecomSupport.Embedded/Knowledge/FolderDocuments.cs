using Microsoft.Extensions.Options;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Embedded.Knowledge;

/// <summary>
/// The documents as files of the folder <c>Knowledge:Documents</c>; subfolders are not looked into. A folder that isn't there is an error and
/// not an empty knowledge base, so that a mistyped path empties no index; <see cref="PutAsync"/> makes it.
/// </summary>
public sealed class FolderDocuments(IOptions<KnowledgeOptions> options) : IDocumentSource
{
    // What editors, browsers and Office leave while they write.
    private static readonly string[] Temporary = [".tmp", ".swp", ".bak", ".part", ".partial", ".crdownload", ".download"];

    public string Folder { get; } = Path.GetFullPath(options.Value.Documents);

    public Task<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellation) => Guard<IReadOnlyList<StoredDocument>>(() =>
    {
        var documents = new List<StoredDocument>();
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsVisible(file.Name) && Describe(file) is { } stored)
            {
                documents.Add(stored);
            }
        }

        return documents;
    });

    public Task<OpenedDocument?> OpenAsync(DocumentName name, CancellationToken cancellation) => Guard(() =>
    {
        try
        {
            // Described before it is opened: content that changes in between has a later version, and the next refresh reads it again.
            if (Describe(new FileInfo(PathOf(name))) is not { } stored)
            {
                return null;
            }

            return new OpenedDocument(stored, new FileStream(PathOf(name), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    });

    public async Task PutAsync(DocumentName name, Stream content, CancellationToken cancellation)
    {
        // Hidden, so that neither list nor watcher takes it for a document; a rename replaces the old content in one step.
        var temporary = Path.Combine(Folder, $".{Guid.CreateVersion7():N}.tmp");
        try
        {
            Directory.CreateDirectory(Folder);
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await content.CopyToAsync(file, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf(name), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<bool> DeleteAsync(DocumentName name, CancellationToken cancellation) => Guard(() =>
    {
        var exists = File.Exists(PathOf(name));
        File.Delete(PathOf(name));
        return exists;
    });

    /// <summary>Whether a file of that name may be a document, rather than what a program keeps beside one.</summary>
    public static bool IsVisible(string fileName) =>
        fileName[0] is not ('.' or '~' or '#') && fileName[^1] != '~'
        && !Temporary.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase);

    private string PathOf(DocumentName name) => Path.Combine(Folder, name.Value);

    private static StoredDocument? Describe(FileInfo file) => file.Exists
        ? new(file.Name, file.Length, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}", file.LastWriteTimeUtc)
        : null;

    private Task<T> Guard<T>(Func<T> use)
    {
        try
        {
            return Task.FromResult(use());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<T>(Unavailable(e));
        }
    }

    private StorageUnavailableException Unavailable(Exception e) => e is DirectoryNotFoundException
        ? new($"The documents' folder {Folder} doesn't exist.", e)
        : new($"The documents' folder {Folder} can't be used: {e.Message}", e);
}
