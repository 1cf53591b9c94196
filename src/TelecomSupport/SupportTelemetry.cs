using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TelecomSupport;

/// <summary>The names that traces and metrics of this system go by.</summary>
public static class SupportTelemetry
{
    public const string Name = "TelecomSupport";

    /// <summary>One activity for each turn and one below it for each step's work; a step's activity ends before its output is kept.</summary>
    public static readonly ActivitySource Activities = new(Name);

    public static readonly Meter Meter = new(Name);
}
