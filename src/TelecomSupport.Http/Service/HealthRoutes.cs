using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TelecomSupport.Http.Service;

/// <summary>
/// <c>GET /health</c>: runs the checks that the host registered with <c>AddHealthChecks()</c>. A part whose check has the tag
/// <see cref="Optional"/> is one that chat can do without; every other part is needed.
/// </summary>
public sealed class HealthRoutes(HealthCheckService checks)
{
    /// <summary>Tag of a check whose failure only degrades the service.</summary>
    public const string Optional = "optional";

    internal async Task<IResult> GetAsync(HttpContext http)
    {
        var report = await checks.CheckHealthAsync(http.RequestAborted);
        var worst = HealthStatus.Healthy;
        foreach (var (_, entry) in report.Entries)
        {
            var counts = entry.Status == HealthStatus.Unhealthy && entry.Tags.Contains(Optional) ? HealthStatus.Degraded : entry.Status;
            worst = counts < worst ? counts : worst;
        }

        var body = new HealthReport(
            worst,
            ServiceVersion.Text,
            report.Entries.ToDictionary(
                entry => entry.Key, entry => new HealthOfPart(entry.Value.Status, Math.Round(entry.Value.Duration.TotalMilliseconds, 1))));
        var status = worst == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return TypedResults.Json(body, SupportJson.Options, statusCode: status);
    }

    internal static Task<IResult> LiveAsync() =>
        Task.FromResult<IResult>(TypedResults.Json(new Liveness(HealthStatus.Healthy), SupportJson.Options));
}

/// <param name="Checks">Each part by its name.</param>
public sealed record HealthReport(HealthStatus Status, string Version, IReadOnlyDictionary<string, HealthOfPart> Checks);

public sealed record HealthOfPart(HealthStatus Status, double DurationMs);

public sealed record Liveness(HealthStatus Status);
