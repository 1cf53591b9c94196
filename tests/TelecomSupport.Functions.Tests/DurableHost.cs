using System.Net;
using System.Net.Sockets;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Billing;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Routing;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests;

/// <summary>The app's orchestrator and activities on the in-process Durable test host, with the serializer that the app gives the Functions host.</summary>
internal static class DurableHost
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    public static async Task<DurableTaskTestHost> StartAsync(Action<IServiceCollection> addParts)
    {
        DurableTaskTestHost? host = null;
        var options = new DurableTaskTestHostOptions
        {
            Port = FreePort(),
            ConfigureServices = services =>
            {
                addParts(services);
                services.AddDurableTurnEngine();
                // Shorter than the app's, which are of seconds.
                services.AddSingleton(new StepRetries
                {
                    Transient = TaskOptions.FromRetryPolicy(new RetryPolicy(4, Soon) { HandleFailure = StepRetries.IsTransient }),
                    Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(3, Soon)),
                    BetweenRounds = Soon,
                });
                services.AddTransient<TurnActivities>();
                services.AddTransient<TurnOrchestration>();
                var converter = new JsonDataConverter(SupportJson.Options);
                services.Configure<DurableTaskWorkerOptions>(worker => worker.DataConverter = converter);
                services.Configure<DurableTaskClientOptions>(client => client.DataConverter = converter);
            },
        };
        host = await DurableTaskTestHost.StartAsync(Register, options);
        host.Services.GetRequiredService<DurableClient>().Use(host.Client);
        return host;

        T Of<T>()
            where T : notnull => host!.Services.GetRequiredService<T>();

        void Register(DurableTaskRegistry tasks)
        {
            tasks.AddOrchestratorFunc<TurnInput, TurnResult?>(nameof(TurnOrchestration), (context, input) => Of<TurnOrchestration>().RunAsync(context, input));
            tasks.AddActivityFunc<StepCall<TurnRequest>, RouteDecision>(
                nameof(TurnActivities.RouteMessage), (_, call) => Of<TurnActivities>().RouteMessage(call));
            tasks.AddActivityFunc<StepCall<RoutedTurn>, Retrieval>(
                nameof(TurnActivities.RetrievePassages), (_, call) => Of<TurnActivities>().RetrievePassages(call));
            tasks.AddActivityFunc<StepCall<ComposeRequest>, Composition>(
                nameof(TurnActivities.ComposeReply), (_, call) => Of<TurnActivities>().ComposeReply(call));
            tasks.AddActivityFunc<StepCall<ToolCallRequest>, ToolResult>(
                nameof(TurnActivities.CallBillingTool), (_, call) => Of<TurnActivities>().CallBillingTool(call));
            tasks.AddActivityFunc<StepCall<TurnDraft>, TurnResult>(
                nameof(TurnActivities.SaveTurn), (_, call) => Of<TurnActivities>().SaveTurn(call, host!.Client));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
