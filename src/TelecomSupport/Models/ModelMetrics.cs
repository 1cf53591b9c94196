using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TelecomSupport.Models;

/// <summary>What models are measured by. Names and units of requests and tokens are OpenTelemetry's for generative AI.</summary>
internal static class ModelMetrics
{
    public static readonly Histogram<double> Duration = SupportTelemetry.Meter.CreateHistogram<double>(
        "gen_ai.client.operation.duration", "s", "Requests to a model, retries included.",
        advice: new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] });

    public static readonly Histogram<long> Tokens = SupportTelemetry.Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage", "{token}", "Tokens read and written by a model.",
        advice: new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576] });

    public static readonly Counter<double> Cost = SupportTelemetry.Meter.CreateCounter<double>(
        "support.model.cost", "{currency}", "What the tokens cost, in the currency of Models:InputPrice and its like.");

    public static readonly Counter<long> Cache = SupportTelemetry.Meter.CreateCounter<long>(
        "support.model.cache", "{request}", "Requests that could have been answered from kept answers, by result.");

    public static readonly Counter<long> Answers = SupportTelemetry.Meter.CreateCounter<long>(
        "support.model.answers", "{answer}", "What became of asking a model: used, or why not.");

    public static readonly Counter<long> Routed = SupportTelemetry.Meter.CreateCounter<long>(
        "support.router.messages", "{message}", "Routed messages, by whether a model was needed: not_needed, used or failed.");

    public const string Input = "input";
    public const string Output = "output";

    public static TagList Of(Prompt prompt) => new()
    {
        { "support.prompt", prompt.Name },
        { "support.prompt.version", prompt.Version },
        { "support.prompt.variant", prompt.Variant },
    };

    public static string Name(ModelFailure failure) => failure switch
    {
        ModelFailure.Unreachable => "unreachable",
        ModelFailure.Timeout => "timeout",
        ModelFailure.Throttled => "throttled",
        ModelFailure.ServerError => "server_error",
        ModelFailure.Denied => "denied",
        ModelFailure.Rejected => "rejected",
        ModelFailure.Filtered => "filtered",
        ModelFailure.Truncated => "truncated",
        ModelFailure.Unusable => "unusable",
        ModelFailure.CircuitOpen => "circuit_open",
        ModelFailure.Busy => "busy",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
    };
}
