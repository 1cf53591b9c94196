using Microsoft.Extensions.Diagnostics.HealthChecks;
using TelecomSupport.Models;

namespace TelecomSupport.Azure.Models;

/// <summary>Degraded while the circuit to the chat model is open. Asks the model nothing.</summary>
internal sealed class ModelHealthCheck(ModelPipeline pipeline) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(pipeline.IsOpen
            ? HealthCheckResult.Degraded("The language model keeps failing; replies are composed without it.")
            : HealthCheckResult.Healthy());
}
