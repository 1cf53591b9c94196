using Azure;
using Azure.Identity;

namespace TelecomSupport.Azure;

/// <summary>Turns what the Azure clients throw, after their own retries, into the core's <see cref="StorageUnavailableException"/>.</summary>
internal static class AzureFailures
{
    /// <param name="service">The service as it is named in the exception's message.</param>
    public static async Task<T> GuardAsync<T>(string service, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && Why(exception) is { } why)
        {
            throw new StorageUnavailableException($"{service} {why}.", exception);
        }
    }

    public static Task GuardAsync(string service, Func<Task> work, CancellationToken cancellation) =>
        GuardAsync(
            service,
            async () =>
            {
                await work();
                return true;
            },
            cancellation);

    // Messages of the clients quote requests and responses, so only the status and the code are told. 400 and 413 are faults of ours.
    private static string? Why(Exception exception) => exception switch
    {
        RequestFailedException { Status: 400 or 413 } => null,
        RequestFailedException { Status: 0 } => "can't be reached",
        RequestFailedException { Status: 401 or 403 } failed => $"refused this identity ({Code(failed)})",
        RequestFailedException { ErrorCode: "ContainerNotFound" } => "doesn't exist",
        RequestFailedException failed => $"answered {Code(failed)}",
        AuthenticationFailedException => "can't be used: no Azure identity could be obtained",
        AggregateException several => several.InnerExceptions.Select(Why).LastOrDefault(why => why is not null),
        OperationCanceledException or TimeoutException => "did not answer in time",
        IOException or HttpRequestException => "can't be reached",
        _ => null,
    };

    private static string Code(RequestFailedException failed) => string.IsNullOrEmpty(failed.ErrorCode) ? $"{failed.Status}" : $"{failed.Status} {failed.ErrorCode}";
}
