using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace TelecomSupport.Http.Access;

/// <summary>Section <c>Cors</c>.</summary>
public sealed class CorsOptions : IValidatableObject
{
    public const string Section = "Cors";

    /// <summary>
    /// The origins whose pages may call the API, each exactly as a browser sends it, such as <c>https://app.lumora.example</c>. Default none.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin => new ValidationResult(
            $"Cors:AllowedOrigins takes exact origins such as https://app.lumora.example, without wildcard or path; \"{origin}\" is none.",
            [nameof(AllowedOrigins)]));

    // One value with commas, as an environment variable has it, is a list too; the configuration binder would pass over it in silence.
    internal void ReadList(IConfiguration configuration)
    {
        if (configuration[$"{Section}:{nameof(AllowedOrigins)}"] is { } text)
        {
            AllowedOrigins = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && !origin.Contains('*', StringComparison.Ordinal)
        && uri.GetLeftPart(UriPartial.Authority) == origin
        && uri.UserInfo.Length == 0;
}
