using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>The executable's commands; without one it serves.</summary>
internal static class SupportCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var (arguments, settings) = ConfigurationArguments.Split(args);
            var parsed = Create(settings).Parse(arguments);
            var status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? ExitCodes.Usage : status;
        }
        catch (FormatException exception)
        {
            return Fail(exception.Message, ExitCodes.Usage);
        }
        catch (OptionsValidationException exception)
        {
            return Fail(string.Join(' ', exception.Failures), ExitCodes.Configuration);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            var failures = exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
            return Fail(string.Join(' ', failures), ExitCodes.Configuration);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or IOException or InvalidDataException or UnauthorizedAccessException or JsonException)
        {
            return Fail(exception.Message, ExitCodes.Failed);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static RootCommand Create(Dictionary<string, string?> settings)
    {
        var root = new RootCommand(
            "Customer support for a telecom operator, whole on one machine. Any configuration value can be given as --Section:Key value.");
        ServeCommand.AddTo(root, settings);
        root.Subcommands.Add(AskCommand.Create(settings));
        root.Subcommands.Add(ChatCommand.Create(settings));
        root.Subcommands.Add(RouteCommand.Create(settings));
        root.Subcommands.Add(IndexCommand.Create(settings));
        root.Subcommands.Add(EvaluateCommand.Create(settings));
        root.Subcommands.Add(TrainCommand.Create(settings));
        root.Subcommands.Add(LoadCommand.Create());
        return root;
    }

    private static int Fail(string message, int status)
    {
        Console.Error.WriteLine(message.ReplaceLineEndings(" "));
        return status;
    }
}
