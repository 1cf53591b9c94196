using Microsoft.Extensions.Options;
using TelecomSupport.Contracts;
using TelecomSupport.Embedded.Knowledge;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.Embedded.Tests.Knowledge;

public sealed class FolderDocumentsContractTests : DocumentSourceContract, IDisposable
{
    private readonly TemporaryFolder parent = new();

    private string Folder => Path.Combine(parent.Path, "docs");

    public void Dispose() => parent.Dispose();

    protected override IDocumentSource Open() => new FolderDocuments(Options.Create(new KnowledgeOptions { Documents = Folder }));

    protected override Task PutDirectlyAsync(string name, string content)
    {
        Directory.CreateDirectory(Folder);
        return File.WriteAllTextAsync(Path.Combine(Folder, name), content);
    }
}
