using TelecomSupport.Billing;
using TelecomSupport.Contracts.Models;

namespace TelecomSupport.LocalHost.Tests.Models;

/// <summary>Whole turns with a model that works, or that a customer or a document tries to lead astray.</summary>
public sealed class ModelTurnTests : IAsyncLifetime
{
    private ModelServer server = null!;

    public async Task InitializeAsync()
    {
        server = await ModelServer.StartAsync();
        server.Chat = WorkingModel.Answer;
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Turn_TechnicalQuestion_IsTheModelsReplyWithItsSources()
    {
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint);

        var result = await host.AskAsync("How long is an access token valid?");

        Assert.False(result.Degraded);
        Assert.Contains("60 minutes", result.Response, StringComparison.Ordinal);
        Assert.Contains("[1]", result.Response, StringComparison.Ordinal);
        Assert.Equal("auth_faq.md", Assert.Single(result.Sources).Document);
        Assert.Equal(["router@1/default", "technical@1/default"], (await host.RecordAsync(result)).Prompts);
    }

    [Fact]
    public async Task Turn_BillingQuestion_GoesThroughTheToolLoop()
    {
        await using var host = await ModelHost.StartAsync(server.Endpoint);

        var result = await host.AskAsync("Which plan am I on?");

        Assert.Equal(("You are on Premium 5G for €45.00 a month.", false, "billing"), (result.Response, result.Degraded, result.Agent));
        Assert.Equal([("get_subscription", ToolStatus.Succeeded)], result.ToolCalls.Select(call => (call.Name, call.Status)));
        Assert.Equal(["router@1/default", "billing@1/default"], (await host.RecordAsync(result)).Prompts);
    }

    [Fact]
    public async Task Turn_ImpossibleCalls_AreAnsweredToTheModelAsErrors()
    {
        server.Chat = request => request.Purpose == "billing" && request.Messages[^1].Role == "user"
            ? ModelAnswer.Calls(
                ("transfer_money", "{}"),
                ("get_bill", "{not json"),
                ("get_balance", """{"customer_id":"user_67890"}"""),
                ("get_bill", """{"bill_id":"BILL-OF-SOMEONE-ELSE"}"""),
                ("get_subscription", "{}"))
            : WorkingModel.Answer(request);
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint);

        var result = await host.AskAsync("Which plan am I on?");

        Assert.Equal(
            [ToolStatus.Rejected, ToolStatus.Rejected, ToolStatus.Rejected, ToolStatus.Rejected, ToolStatus.Succeeded],
            result.ToolCalls.Select(call => call.Status));
        Assert.Equal(("You are on Premium 5G for €45.00 a month.", false), (result.Response, result.Degraded));
        var told = string.Concat(server.Seen.Last().Messages.Where(message => message.Role == "tool").Select(message => message.Content));
        Assert.Contains("There is no such tool.", told, StringComparison.Ordinal);
        Assert.Contains("always answers for the customer of this conversation", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turn_ModelCallsToolsForEver_IsEndedByTheDialogue()
    {
        var bill = 0;
        server.Chat = request => request.Purpose == "billing" ? ModelAnswer.Calls(("get_bill", $$"""{"bill_id":"B-{{bill++}}"}""")) : WorkingModel.Answer(request);
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint);

        var result = await host.AskAsync("Which plan am I on?");

        Assert.True(result.Degraded);
        Assert.Equal(5, result.ToolCalls.Count);
        Assert.NotEmpty(result.Response);
        Assert.Equal(6, bill);
    }

    [Fact]
    public async Task Turn_SameQuestionAsAnotherCustomers_IsAnsweredFromTheCache()
    {
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint);
        var first = await host.AskAsync("How long is an access token valid?", "a", "user_12345");
        var asked = server.Seen.Count(request => request.Purpose == "technical");

        var second = await host.AskAsync("How long is an  access token VALID?", "b", "user_67890");

        Assert.Equal(first.Response, second.Response);
        Assert.Equal((1, 1), (asked, server.Seen.Count(request => request.Purpose == "technical")));
    }

    [Fact]
    public async Task Turn_LocalRouterIsSure_AsksTheModelOnlyForTheReply()
    {
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint, ("Models:RouterConfidence", "0.5"));

        await host.AskAsync("How long is an access token valid?");

        Assert.Equal(["technical"], server.Seen.Select(request => request.Purpose));
    }

    [Fact]
    public async Task Turn_InAConversation_TheModelSeesItAndOnlyThisCustomers()
    {
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint);
        await host.AskAsync("Which plan am I on?", "other", "user_67890");
        await host.AskAsync("Which plan am I on?", "mine");
        await host.AskAsync("How long is an access token valid?", "mine");

        var messages = server.Seen.Last().Messages;
        Assert.Equal(["system", "user", "assistant", "user", "user"], messages.Select(message => message.Role));
        Assert.Equal("You are on Premium 5G for €45.00 a month.", messages[2].Content);
        Assert.DoesNotContain(server.Seen, request => request.Body.GetRawText().Contains("user_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_EmbeddingModel_IndexesWithVectorsOfTheServer()
    {
        await using var host = await ModelHost.StartAsync(server.OpenAIEndpoint, ("Models:EmbeddingModel", "embedding"));

        Assert.Contains(server.Seen, request => request.Path == "/v1/embeddings");
    }
}
