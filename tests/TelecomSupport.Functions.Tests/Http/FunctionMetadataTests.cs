using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using TelecomSupport.Functions.Http;
using TelecomSupport.Functions.Knowledge;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Http;

namespace TelecomSupport.Functions.Tests.Http;

/// <summary>What the app tells the Functions host about itself, against the contract.</summary>
public sealed class FunctionMetadataTests
{
    [Fact]
    public async Task HttpTriggers_Generated_AreTheRoutesOfTheContract()
    {
        var triggers = (await TriggersAsync("httpTrigger")).Where(trigger => trigger.Function != nameof(HttpTriggers.Unmatched));

        Assert.Equal(
            SupportRoutes.All.Select(route => $"{string.Join('|', route.Methods)} {route.Template} {route.Name}").Order(),
            triggers.Select(trigger => $"{Methods(trigger.Binding)} {Template(trigger.Binding)} {trigger.Function}").Order());
    }

    [Fact]
    public async Task HttpTriggers_Generated_AskForNoKey() =>
        Assert.All(await TriggersAsync("httpTrigger"), trigger => Assert.Equal("Anonymous", trigger.Binding.GetProperty("authLevel").GetString()));

    [Fact]
    public async Task CatchAll_OfAllHttpTriggers_IsTriedLastAndTakesEveryMethodOfTheContract()
    {
        // The host tries routes in the alphabetical order of their functions' names.
        var triggers = (await TriggersAsync("httpTrigger")).OrderBy(trigger => trigger.Function, StringComparer.OrdinalIgnoreCase).ToArray();

        Assert.Equal(nameof(HttpTriggers.Unmatched), triggers[^1].Function);
        Assert.Equal("{*path}", triggers[^1].Binding.GetProperty("route").GetString());
        var methods = Methods(triggers[^1].Binding).Split('|');
        Assert.Empty(SupportRoutes.All.SelectMany(route => route.Methods).Append("OPTIONS").Except(methods));
    }

    [Theory]
    [InlineData("orchestrationTrigger", nameof(TurnOrchestration))]
    [InlineData(
        "activityTrigger",
        nameof(TurnActivities.CallBillingTool),
        nameof(TurnActivities.ComposeReply),
        nameof(TurnActivities.RetrievePassages),
        nameof(TurnActivities.RouteMessage),
        nameof(TurnActivities.SaveTurn))]
    [InlineData("timerTrigger", nameof(TurnTimers.PurgeExpired), nameof(DocumentTriggers.ReconcileDocuments), nameof(TurnTimers.RecoverTurns))]
    [InlineData("blobTrigger", nameof(DocumentTriggers.DocumentBlob))]
    [InlineData("queueTrigger", nameof(DocumentTriggers.DocumentEvent))]
    public async Task OtherTriggers_Generated_AreTheseFunctions(string type, params string[] functions) =>
        Assert.Equal(functions, (await TriggersAsync(type)).Select(trigger => trigger.Function).Order());

    [Fact]
    public async Task DocumentTriggers_Generated_WatchTheConfiguredContainerAndTheEventQueue()
    {
        var blob = Assert.Single(await TriggersAsync("blobTrigger")).Binding;
        var queue = Assert.Single(await TriggersAsync("queueTrigger")).Binding;

        Assert.Equal("%Knowledge:Container%/{name}", blob.GetProperty("path").GetString());
        Assert.Equal(DocumentTriggers.EventQueue, queue.GetProperty("queueName").GetString());
    }

    [Fact]
    public async Task DurableClient_Generated_IsBoundWhereTheEngineIsUsed()
    {
        string[] users =
        [
            nameof(HttpTriggers.Chat), nameof(HttpTriggers.Turn), nameof(HttpTriggers.TurnEvents),
            nameof(TurnActivities.SaveTurn), nameof(TurnTimers.RecoverTurns), nameof(TurnTimers.PurgeExpired),
        ];

        Assert.Equal(users.Order(), (await TriggersAsync("durableClient")).Select(trigger => trigger.Function).Order());
    }

    private static string Methods(JsonElement binding) =>
        string.Join('|', binding.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant()));

    private static string Template(JsonElement binding)
    {
        var route = binding.GetProperty("route").GetString();
        return route == HttpTriggers.Root ? "/" : "/" + route;
    }

    private static async Task<IReadOnlyList<(string Function, JsonElement Binding)>> TriggersAsync(string type)
    {
        var generated = typeof(TurnOrchestration).Assembly.GetTypes().Single(typeof(IFunctionMetadataProvider).IsAssignableFrom);
        var functions = await ((IFunctionMetadataProvider)Activator.CreateInstance(generated)!).GetFunctionMetadataAsync(".");
        return
        [
            .. from function in functions
               from binding in function.RawBindings!.Select(json => JsonElement.Parse(json))
               where binding.GetProperty("type").GetString() == type
               select (function.Name!, binding),
        ];
    }
}
