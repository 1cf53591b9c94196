using Microsoft.DurableTask.Client;

namespace TelecomSupport.Functions.Turns;

/// <summary>
/// The client of the Durable Functions extension for services that live as long as the process. The host gives it only to functions that bind
/// one, and it is the same for all of them; each such function passes it on here first.
/// </summary>
public sealed class DurableClient
{
    private volatile DurableTaskClient? current;

    /// <exception cref="InvalidOperationException">No function has passed it on: the calling function binds no client.</exception>
    public DurableTaskClient Current => current ?? throw new InvalidOperationException("This function has no Durable client bound.");

    public void Use(DurableTaskClient client) => current = client;
}
