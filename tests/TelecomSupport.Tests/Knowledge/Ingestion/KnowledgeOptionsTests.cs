using System.ComponentModel.DataAnnotations;
using TelecomSupport.Knowledge;

namespace TelecomSupport.Tests.Knowledge.Ingestion;

public class KnowledgeOptionsTests
{
    [Fact]
    public void Defaults_AreValidAndAsDocumented()
    {
        var options = new KnowledgeOptions();
        Assert.Empty(Faults(options));
        Assert.Equal(
            (KnowledgeProvider.Embedded, "data/docs", "docs", 20 * 1024 * 1024, 220, 30),
            (options.Provider, options.Documents, options.Container, options.MaxDocumentBytes, options.ChunkTokens, options.ChunkOverlapTokens));
    }

    [Fact]
    public void Validate_WrongValues_NameTheKeyAndWhatItTakes()
    {
        Assert.Equal(["Knowledge:ChunkTokens takes a whole number from 40 to 2000."], Faults(new() { ChunkTokens = 5000 }));
        Assert.Equal(["Knowledge:MaxDocumentBytes takes a whole number from 1024 to 268435456."], Faults(new() { MaxDocumentBytes = 1 }));
        Assert.Equal(["Knowledge:Documents takes the path of a folder."], Faults(new() { Documents = "" }));
        Assert.StartsWith("Knowledge:Container takes", Assert.Single(Faults(new() { Container = "My--Docs" })));
        Assert.Equal(["Knowledge:Provider takes Embedded or AzureAISearch."], Faults(new() { Provider = (KnowledgeProvider)7 }));
        Assert.Equal(["Knowledge:ChunkOverlapTokens takes at most half of Knowledge:ChunkTokens."], Faults(new() { ChunkTokens = 50, ChunkOverlapTokens = 40 }));
    }

    private static List<string?> Faults(KnowledgeOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => fault.ErrorMessage)];
    }
}
