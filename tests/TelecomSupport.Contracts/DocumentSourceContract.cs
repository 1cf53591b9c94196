using System.Text;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Contracts;

/// <summary>What every <see cref="IDocumentSource"/> does.</summary>
public abstract class DocumentSourceContract
{
    /// <summary>Opens the test's own source; a second call opens the same documents, as another process would.</summary>
    protected abstract IDocumentSource Open();

    /// <summary>Puts a document there as someone else does, under any name that the place itself takes.</summary>
    protected abstract Task PutDirectlyAsync(string name, string content);

    [SkippableFact]
    public async Task List_PlaceThatIsNotThere_IsUnavailableAndPutMakesIt()
    {
        var source = Open();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => source.ListAsync(CancellationToken.None));

        await PutAsync(source, "a.md", "# A");

        Assert.Equal(["a.md"], await NamesAsync(Open()));
    }

    [SkippableFact]
    public async Task Put_NewDocument_IsListedAndRead()
    {
        var source = Open();
        await PutAsync(source, "Résumé d-été (2).md", "# Été 📶");

        var listed = Assert.Single(await Open().ListAsync(CancellationToken.None));
        await using var opened = await source.OpenAsync(Name("Résumé d-été (2).md"), CancellationToken.None);

        Assert.Equal("Résumé d-été (2).md", listed.Name);
        Assert.Equal(Encoding.UTF8.GetByteCount("# Été 📶"), listed.Size);
        Assert.NotEqual(default, listed.ModifiedAt);
        Assert.Equal((listed.Name, listed.Size, listed.Version), (opened!.Stored.Name, opened.Stored.Size, opened.Stored.Version));
        Assert.Equal("# Été 📶", await TextAsync(opened));
    }

    [SkippableFact]
    public async Task Put_Again_ReplacesItAndChangesItsVersion()
    {
        var source = Open();
        await PutAsync(source, "a.md", "# The first, longer content");
        var before = Assert.Single(await source.ListAsync(CancellationToken.None));

        await PutAsync(source, "a.md", "# Second");

        var after = Assert.Single(await source.ListAsync(CancellationToken.None));
        Assert.NotEqual(before.Version, after.Version);
        Assert.Equal("# Second", await TextAsync(source, "a.md"));
    }

    [SkippableFact]
    public async Task Put_WhileItIsRead_ReaderSeesOneVersion()
    {
        var source = Open();
        var (old, replacement) = (new string('a', 9_000_000), new string('b', 9_000_000));
        await PutAsync(source, "big.txt", old);
        await using var opened = await source.OpenAsync(Name("big.txt"), CancellationToken.None);
        var start = new byte[1000];
        await opened!.Content.ReadExactlyAsync(start);

        await PutAsync(source, "big.txt", replacement);

        Assert.Equal(replacement, await TextAsync(Open(), "big.txt"));
        var rest = await TextAsync(opened);
        Assert.True(rest.All(c => c == 'a'), "The old version turned into the new one while it was read.");
    }

    [SkippableFact]
    public async Task Delete_Document_IsGoneOnce()
    {
        var source = Open();
        await PutAsync(source, "a.md", "# A");
        await PutAsync(source, "b.md", "# B");

        Assert.True(await source.DeleteAsync(Name("a.md"), CancellationToken.None));
        Assert.False(await source.DeleteAsync(Name("a.md"), CancellationToken.None));

        Assert.Equal(["b.md"], await NamesAsync(Open()));
        Assert.Null(await Open().OpenAsync(Name("a.md"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task List_NamesThatAreNotDocuments_ShowsThemUnlessHidden()
    {
        var source = Open();
        await PutAsync(source, "a.md", "# A");
        await PutDirectlyAsync("photo.jpeg", "…");
        await PutDirectlyAsync(".hidden.md", "…");
        await PutDirectlyAsync("~$draft.docx", "…");

        Assert.Equal(["a.md", "photo.jpeg"], await NamesAsync(source));
    }

    protected static DocumentName Name(string name) =>
        DocumentName.TryCreate(name, out var valid, out var reason) ? valid : throw new ArgumentException(reason, nameof(name));

    private static async Task PutAsync(IDocumentSource source, string name, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await source.PutAsync(Name(name), stream, CancellationToken.None);
    }

    private static async Task<IEnumerable<string>> NamesAsync(IDocumentSource source) =>
        (await source.ListAsync(CancellationToken.None)).Select(document => document.Name).Order(StringComparer.Ordinal);

    private static async Task<string> TextAsync(IDocumentSource source, string name)
    {
        await using var opened = await source.OpenAsync(Name(name), CancellationToken.None);
        return await TextAsync(opened!);
    }

    private static async Task<string> TextAsync(OpenedDocument opened)
    {
        using var reader = new StreamReader(opened.Content, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }
}
