using System.Globalization;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>What a load showed; latencies in milliseconds, as the client saw them.</summary>
internal sealed record LoadReport(int Clients, int Turns, int Failed, double TurnsPerSecond, double P50, double P90, double P99, double Max)
{
    public static LoadReport Of(int clients, double[] latencies, int failed, TimeSpan duration)
    {
        var sorted = latencies.Order().ToArray();
        return new(
            clients, sorted.Length, failed, sorted.Length / duration.TotalSeconds, At(0.5), At(0.9), At(0.99), sorted[^1]);

        // Nearest rank.
        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Turns} turns, {Clients} clients, {Failed} failed: {TurnsPerSecond:F0} turns/s; latency ms p50 {P50:F2}, p90 {P90:F2}, p99 {P99:F2}, max {Max:F2}");
}
