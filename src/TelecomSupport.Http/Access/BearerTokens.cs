using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect.Configuration;
using Microsoft.IdentityModel.Tokens;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.Access;

/// <summary>Checks the tokens of <c>Auth:Mode=Jwt</c>. Safe for concurrent use.</summary>
internal sealed partial class BearerTokens
{
    public const string RolesClaim = "roles";

    private const int MaxTokenBytes = 16 * 1024;
    private const int MaxMetadataBytes = 1024 * 1024;

    // Between this clock and the issuer's.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    // For each of the authority's two documents, and for a request that waits for another's reading of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // How often a token of an unknown key, which anyone can send, makes the keys be read again.
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);

    private static readonly string[] AuthorityAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenBytes };
    private readonly TokenValidationParameters parameters;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? authority;
    private readonly string userIdClaim;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    public BearerTokens(AuthOptions options, TimeProvider time, ILogger logger)
    {
        (this.time, this.logger, userIdClaim) = (time, logger, options.UserIdClaim);
        parameters = new()
        {
            ValidateAudience = !string.IsNullOrWhiteSpace(options.Audience),
            ValidAudience = options.Audience,
            LifetimeValidator = (start, end, _, _) => IsAlive(start, end),
        };
        if (options.Authority is { Length: > 0 } url)
        {
            parameters.ConfigurationManager = authority = Metadata(new Uri(url));
            parameters.ValidAlgorithms = AuthorityAlgorithms;
        }
        else
        {
            parameters.IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(options.SigningKey!));
            parameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
            parameters.ValidateIssuer = false;
        }
    }

    /// <returns>Whom the token is about; or why it is refused, without a quotation mark.</returns>
    /// <exception cref="StorageUnavailableException">The authority's keys have never been read, and can't be now.</exception>
    public async Task<(Caller? Caller, string? Fault)> CheckAsync(string token, CancellationToken cancellation)
    {
        await ReadKeysAsync(cancellation);
        // The library notes in the parameters what it did.
        var result = await handler.ValidateTokenAsync(token, parameters.Clone());
        if (!result.IsValid)
        {
            Log.Refused(logger, result.Exception.GetType().Name);
            return (null, result.Exception is SecurityTokenInvalidLifetimeException ? "The token has expired or is not valid yet." : "The token is not valid here.");
        }

        if (!TryReadUserId((JsonWebToken)result.SecurityToken, out var userId))
        {
            Log.Refused(logger, userIdClaim);
            return (null, $"The token names no customer: an id is 1 to {TextField.UserId.MaxLength} of {TextField.UserId.Characters}.");
        }

        return (new(userId, [.. result.ClaimsIdentity.FindAll(RolesClaim).Select(role => role.Value)]), null);
    }

    /// <summary>Reads the authority's keys, unless they have been read lately; the library reads them again in the background.</summary>
    /// <exception cref="StorageUnavailableException">They have never been read, and can't be now.</exception>
    public async Task ReadKeysAsync(CancellationToken cancellation)
    {
        if (authority is null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await authority.GetConfigurationAsync(either.Token);
        }
        catch (Exception exception) when (exception is InvalidOperationException || (exception is OperationCanceledException && patience.IsCancellationRequested))
        {
            throw new StorageUnavailableException($"The keys of {authority.MetadataAddress} can't be read.", exception);
        }
    }

    private static ConfigurationManager<OpenIdConnectConfiguration> Metadata(Uri authority)
    {
        // One for the life of the process, so its connections are renewed for changes of DNS.
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15) })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = MaxMetadataBytes,
        };
        return new(
            $"{authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(client) { RequireHttps = authority.Scheme == Uri.UriSchemeHttps },
            new OpenIdConnectConfigurationValidator())
        {
            RefreshInterval = RefreshInterval,
            // A key that the authority has withdrawn is not to be trusted any longer.
            UseLastKnownGoodConfiguration = false,
        };
    }

    private bool IsAlive(DateTime? start, DateTime? end)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return end > now - ClockSkew && (start is null || start <= now + ClockSkew);
    }

    private bool TryReadUserId(JsonWebToken token, [NotNullWhen(true)] out string? userId)
    {
        _ = token.TryGetPayloadValue<object>(userIdClaim, out var value);
        userId = value switch
        {
            string text => text,
            int or long => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            _ => null,
        };
        return userId is not null && TextField.UserId.IsValid(userId);
    }

    private static partial class Log
    {
        // The kind of fault only: the message could hold parts of the token.
        [LoggerMessage(LogLevel.Information, "A token was refused for {Fault}")]
        public static partial void Refused(ILogger logger, string fault);
    }
}
