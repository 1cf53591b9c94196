using System.ComponentModel.DataAnnotations;

namespace TelecomSupport.Http.Access;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>How a request proves who it is from. <c>Anonymous</c> (default): it names its customer itself.</summary>
    [AllowedValues("Anonymous", ErrorMessage = "Auth:Mode takes Anonymous.")]
    public string Mode { get; set; } = "Anonymous";
}
