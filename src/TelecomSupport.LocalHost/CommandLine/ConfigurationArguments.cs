namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>Takes configuration values, <c>--Section:Key value</c> or <c>--Section:Key=value</c>, out of the command line.</summary>
internal static class ConfigurationArguments
{
    /// <returns>The arguments that are left, and the settings in their order.</returns>
    /// <exception cref="FormatException">A key has no value; the message says which.</exception>
    public static (string[] Arguments, Dictionary<string, string?> Settings) Split(IReadOnlyList<string> args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var argument = args[i];
            if (argument == "--")
            {
                rest.AddRange(args.Skip(i));
                break;
            }

            if (!IsKey(argument, out var key, out var value))
            {
                rest.Add(argument);
            }
            else if (value is null && ++i == args.Count)
            {
                throw new FormatException($"--{key} needs a value.");
            }
            else
            {
                settings[key] = value ?? args[i];
            }
        }

        return ([.. rest], settings);
    }

    private static bool IsKey(string argument, out string key, out string? value)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        (key, value) = equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
        var isKey = key.StartsWith("--", StringComparison.Ordinal) && key.Contains(':', StringComparison.Ordinal) && !key.Contains(' ', StringComparison.Ordinal);
        key = isKey ? key[2..] : key;
        return isKey;
    }
}
