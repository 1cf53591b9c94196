using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Conversations;

/// <summary>Section <c>Storage</c>: where conversations, cases and documents are kept.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Default <see cref="StorageProvider.Embedded"/>.</summary>
    [EnumDataType(typeof(StorageProvider), ErrorMessage = "Storage:Provider takes Embedded or Azure.")]
    public StorageProvider Provider { get; set; } = StorageProvider.Embedded;

    /// <summary>The folder of the embedded database, relative to the current directory. Default <c>.data</c>.</summary>
    [Required(ErrorMessage = "Storage:Path takes a folder.")]
    public string Path { get; set; } = ".data";
}

public enum StorageProvider
{
    /// <summary>SQLite in <see cref="StorageOptions.Path"/>.</summary>
    Embedded,

    /// <summary>Tables, blobs and queues of the account that <c>AzureWebJobsStorage</c> names.</summary>
    Azure,
}
