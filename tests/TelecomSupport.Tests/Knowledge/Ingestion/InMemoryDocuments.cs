using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

/// <summary>A document source that counts what is opened and read, and can hold names and sizes that no reader would accept.</summary>
internal sealed class InMemoryDocuments : IDocumentSource
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, string Version, long Size)> files = new();
    private int version;

    public int Opened;

    /// <summary>Called before a document is opened; may throw.</summary>
    public Action<string> Opening { get; set; } = _ => { };

    public void Put(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    public void Put(string name, byte[] bytes, long? size = null) =>
        files[name] = (bytes, Interlocked.Increment(ref version).ToString(CultureInfo.InvariantCulture), size ?? bytes.Length);

    public void Remove(string name) => files.TryRemove(name, out _);

    public Task<IReadOnlyList<StoredDocument>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<StoredDocument>>([.. files.Select(file => Describe(file.Key, file.Value))]);

    public Task<OpenedDocument?> OpenAsync(DocumentName name, CancellationToken cancellation)
    {
        Opening(name.Value);
        Interlocked.Increment(ref Opened);
        return Task.FromResult(files.TryGetValue(name.Value, out var file)
            ? new OpenedDocument(Describe(name.Value, file), new MemoryStream(file.Bytes))
            : null);
    }

    public async Task PutAsync(DocumentName name, Stream content, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        Put(name.Value, bytes.ToArray());
    }

    public Task<bool> DeleteAsync(DocumentName name, CancellationToken cancellation) => Task.FromResult(files.TryRemove(name.Value, out _));

    private static StoredDocument Describe(string name, (byte[] Bytes, string Version, long Size) file) =>
        new(name, file.Size, file.Version, DateTimeOffset.UnixEpoch);
}
