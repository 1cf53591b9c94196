namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>What a command's end means to a script.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It was tried and failed: storage, a refused document, a turn without a result.</summary>
    public const int Failed = 1;

    /// <summary>The command line is not one of ours.</summary>
    public const int Usage = 2;

    /// <summary>A configuration value is wrong (<c>EX_CONFIG</c> of sysexits.h).</summary>
    public const int Configuration = 78;

    /// <summary>Interrupted from the keyboard, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
