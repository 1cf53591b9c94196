using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Azure.Search;

/// <summary>Section <c>Search</c>: the Azure AI Search service of <c>Knowledge:Provider=AzureAISearch</c>.</summary>
public sealed class AzureSearchOptions : IValidatableObject
{
    public const string Section = "Search";

    /// <summary>The service's URL, such as <c>https://lumora.search.windows.net</c>. Plain http is taken on this machine only, with a key.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The index, made when it is absent. Default <c>telecom-support</c>.</summary>
    [RegularExpression(
        "^(?=.{2,128}$)[a-z0-9]+(-[a-z0-9]+)*$",
        ErrorMessage = "Search:Index takes an index's name: 2 to 128 lower-case letters, digits and single hyphens.")]
    [Required(ErrorMessage = "Search:Index takes an index's name.")]
    public string Index { get; set; } = "telecom-support";

    /// <summary>An admin key; without one the Azure identity is used, which needs the roles Search Index Data Contributor and Search Service Contributor.</summary>
    public string? ApiKey { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) || !(uri.Scheme == Uri.UriSchemeHttps || IsLoopbackHttp(uri)))
        {
            yield return new("Search:Endpoint takes the search service's https URL.", [nameof(Endpoint)]);
        }
        else if (IsLoopbackHttp(uri) && string.IsNullOrEmpty(ApiKey))
        {
            yield return new("Search:ApiKey takes the key of an http endpoint: an identity is only ever shown over https.", [nameof(ApiKey)]);
        }
    }

    internal static bool IsLoopbackHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback;
}
