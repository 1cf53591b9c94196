using System.Diagnostics;
using System.Globalization;

/// <summary>
/// Loaded into a host process by <c>DOTNET_STARTUP_HOOKS</c>: kills the process at a chosen step boundary, which it sees as the start or the
/// end of the step's trace activity. The class's name and place are the runtime's convention
/// (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md).
/// </summary>
internal static class StartupHook
{
    /// <summary>Which boundary to die at: <c>n</c> counts all starts and ends of steps, from 0.</summary>
    public const string Variable = "TELECOMSUPPORT_TEST_DIE_AT";

    private static int passed = -1;

    public static void Initialize()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var boundary))
        {
            return;
        }

        void Pass(Activity activity)
        {
            if (activity.OperationName != "turn" && Interlocked.Increment(ref passed) == boundary)
            {
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        }

        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TelecomSupport",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = Pass,
            ActivityStopped = Pass,
        });
    }
}
