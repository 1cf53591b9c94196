using System.ComponentModel.DataAnnotations;
using System.Text;

namespace TelecomSupport.Http.Access;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions : IValidatableObject
{
    public const string Section = "Auth";

    // HS256 takes no shorter key (RFC 7518, section 3.2).
    private const int MinSigningKeyBytes = 32;

    /// <summary>How a request proves who it is from. Default <see cref="AuthMode.Anonymous"/>.</summary>
    public AuthMode Mode { get; set; } = AuthMode.Anonymous;

    /// <summary>
    /// The issuer of the tokens: the URL of an OpenID Connect provider, under which <c>.well-known/openid-configuration</c> tells its keys. Plain
    /// http is taken on this machine only.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token must be for. An authority issues tokens for others too, so it needs one; without one a signing key's are for us.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// In place of an authority, the secret that tokens are signed with (HS256): at least 32 bytes in UTF-8. Whoever has it is the issuer, so a
    /// token's <c>iss</c> is not looked at.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>The token's claim that is the customer's id. Default <c>sub</c>.</summary>
    [Required(ErrorMessage = "Auth:UserIdClaim takes the name of a claim.")]
    public string UserIdClaim { get; set; } = "sub";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mode == AuthMode.Anonymous)
        {
            yield break;
        }

        if (string.IsNullOrEmpty(Authority) == string.IsNullOrEmpty(SigningKey))
        {
            yield return new(
                "Auth:Mode=Jwt takes either Auth:Authority, an OpenID Connect provider's https URL, or Auth:SigningKey, a key of at least 32 bytes.",
                [nameof(Authority), nameof(SigningKey)]);
        }
        else if (!string.IsNullOrEmpty(Authority) && !IsAuthority(Authority))
        {
            yield return new("Auth:Authority takes an OpenID Connect provider's https URL, such as https://login.lumora.example.", [nameof(Authority)]);
        }
        else if (!string.IsNullOrEmpty(SigningKey) && Encoding.UTF8.GetByteCount(SigningKey) < MinSigningKeyBytes)
        {
            yield return new("Auth:SigningKey takes a key of at least 32 bytes.", [nameof(SigningKey)]);
        }

        if (!string.IsNullOrEmpty(Authority) && string.IsNullOrWhiteSpace(Audience))
        {
            yield return new("Auth:Audience takes the audience that the authority's tokens must be for.", [nameof(Audience)]);
        }
    }

    private static bool IsAuthority(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri is { Query: "", Fragment: "", UserInfo: "" };
}

public enum AuthMode
{
    /// <summary>It names its customer itself. For development, or where only this machine can reach the service.</summary>
    Anonymous,

    /// <summary>By a signed token that it bears (RFC 6750, RFC 7519).</summary>
    Jwt,
}
