using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Knowledge;

/// <summary>Where passages are kept and searched.</summary>
public enum KnowledgeProvider
{
    Embedded,
    AzureAISearch,
}

/// <summary>Section <c>Knowledge</c>.</summary>
public sealed class KnowledgeOptions : IValidatableObject
{
    public const string Section = "Knowledge";

    /// <summary>The index. Default <c>Embedded</c>.</summary>
    [EnumDataType(typeof(KnowledgeProvider), ErrorMessage = "Knowledge:Provider takes Embedded or AzureAISearch.")]
    public KnowledgeProvider Provider { get; set; } = KnowledgeProvider.Embedded;

    /// <summary>The folder of documents that the local host indexes and watches. Default <c>data/docs</c>.</summary>
    [Required(ErrorMessage = "Knowledge:Documents takes the path of a folder.")]
    public string Documents { get; set; } = "data/docs";

    /// <summary>The blob container of documents, with <c>Storage:Provider=Azure</c>. Default <c>docs</c>.</summary>
    [RegularExpression(
        "^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$",
        ErrorMessage = "Knowledge:Container takes a blob container's name: 3 to 63 lower-case letters, digits and single hyphens.")]
    [Required(ErrorMessage = "Knowledge:Container takes a blob container's name.")]
    public string Container { get; set; } = "docs";

    /// <summary>Whether an empty container is filled from the folder <see cref="Documents"/> when the app starts. Default false.</summary>
    public bool SeedContainer { get; set; }

    /// <summary>The largest document, in bytes; a larger one is refused before it is read. Default 20 MiB.</summary>
    [Range(1024, 268_435_456, ErrorMessage = "Knowledge:MaxDocumentBytes takes a whole number from 1024 to 268435456.")]
    public int MaxDocumentBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>The most tokens of one passage (about; see <see cref="Ingestion.TokenCounter"/>). Default 220.</summary>
    [Range(40, 2000, ErrorMessage = "Knowledge:ChunkTokens takes a whole number from 40 to 2000.")]
    public int ChunkTokens { get; set; } = 220;

    /// <summary>How many tokens of whole sentences a passage repeats of the one before it in its section. Default 30; 0 is none.</summary>
    [Range(0, 500, ErrorMessage = "Knowledge:ChunkOverlapTokens takes a whole number from 0 to 500.")]
    public int ChunkOverlapTokens { get; set; } = 30;

    /// <summary>How many documents are read and indexed at the same time. Default 4.</summary>
    [Range(1, 64, ErrorMessage = "Knowledge:Parallelism takes a whole number from 1 to 64.")]
    public int Parallelism { get; set; } = 4;

    /// <summary>How many passages one call to the embedding model carries. Default 64.</summary>
    [Range(1, 2048, ErrorMessage = "Knowledge:EmbeddingBatch takes a whole number from 1 to 2048.")]
    public int EmbeddingBatch { get; set; } = 64;

    /// <summary>How often the whole folder or container is compared with the index, in seconds. Default 60.</summary>
    [Range(1, 86_400, ErrorMessage = "Knowledge:RescanSeconds takes a number from 1 to 86400.")]
    public double RescanSeconds { get; set; } = 60;

    /// <summary>The rule that no single property can state.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ChunkOverlapTokens * 2 > ChunkTokens)
        {
            yield return new("Knowledge:ChunkOverlapTokens takes at most half of Knowledge:ChunkTokens.", [nameof(ChunkOverlapTokens)]);
        }
    }
}
