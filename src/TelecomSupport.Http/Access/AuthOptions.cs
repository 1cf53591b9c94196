namespace TelecomSupport.Http.Access;

/// <summary>Section <c>Auth</c>.</summary>
public sealed class AuthOptions
{
    public const string Section = "Auth";

    /// <summary>How a request proves who it is from. Default <see cref="AuthMode.Anonymous"/>.</summary>
    public AuthMode Mode { get; set; } = AuthMode.Anonymous;
}

public enum AuthMode
{
    /// <summary>It names its customer itself. For development, or where only this machine can reach the service.</summary>
    Anonymous,
}
