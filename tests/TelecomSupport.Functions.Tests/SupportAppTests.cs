using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TelecomSupport.Azure.Turns;
using TelecomSupport.Embedded.Turns;
using TelecomSupport.Functions.Http;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests;

public sealed class SupportAppTests
{
    [Theory]
    [InlineData("Embedded", typeof(SqliteTurnLanes))]
    [InlineData("Azure", typeof(TableTurnLanes))]
    public void Build_EveryFunction_CanBeMade(string storage, Type lanes)
    {
        using var app = Build(("Storage:Provider", storage), ("AzureWebJobsStorage", "UseDevelopmentStorage=true"));

        Assert.IsType(lanes, app.Services.GetRequiredService<ITurnLanes>());
        Assert.All(
            typeof(TurnOrchestration).Assembly.GetTypes().Where(type => type.GetMethods().Any(method => method.GetCustomAttribute<FunctionAttribute>() is not null)),
            type => Assert.NotNull(ActivatorUtilities.CreateInstance(app.Services, type)));
    }

    [Fact]
    public void Validate_DevelopmentWithDefaults_IsAccepted()
    {
        using var app = Build();

        SupportApp.Validate(app);
    }

    [Theory]
    [InlineData("Chat:TurnTimeoutSeconds", "soon", "Chat:TurnTimeoutSeconds takes a number from 1 to 600.")]
    [InlineData("Storage:Provider", "Floppy", "Storage:Provider takes Embedded or Azure.")]
    [InlineData("Storage:Provider", "Azure", "AzureWebJobsStorage takes a storage connection string")]
    [InlineData("Retention:Days", "0", "Retention:Days takes a whole number from 1 to 36500.")]
    [InlineData("Knowledge:Provider", "AzureAISearch", "Search:Endpoint takes the search service's https URL.")]
    public void Validate_WrongSetting_NamesItAndWhatItTakes(string key, string value, string message)
    {
        using var app = Build((key, value));

        var failure = Assert.Throws<OptionsValidationException>(() => SupportApp.Validate(app));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AnonymousOutsideDevelopment_IsRefused()
    {
        using var app = BuildIn(Environments.Production);

        Assert.StartsWith("Auth:Mode=Anonymous takes", Assert.Throws<OptionsValidationException>(() => SupportApp.Validate(app)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_TokensOutsideDevelopment_AreAccepted()
    {
        using var app = BuildIn(Environments.Production, ("Auth:Mode", "Jwt"), ("Auth:Authority", "https://login.lumora.example"), ("Auth:Audience", "telecom-support"));

        SupportApp.Validate(app);
    }

    [Fact]
    public async Task HttpTriggers_TokensAreTaken_RefuseARequestWithoutOne()
    {
        using var app = Build(("Auth:Mode", "Jwt"), ("Auth:SigningKey", new string('k', 32)), ("Auth:Audience", "telecom-support"));
        var http = new DefaultHttpContext { RequestServices = app.Services };

        await ActivatorUtilities.CreateInstance<HttpTriggers>(app.Services).Documents(http.Request);

        Assert.Equal(401, http.Response.StatusCode);
        Assert.StartsWith("Bearer error=", http.Response.Headers.WWWAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WhatOrchestrationsKeep_IsWrittenAsInTheKeptHistories()
    {
        using var app = Build();
        // The Durable extension, which starts with the real worker only, writes with it too.
        var serializer = app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!;

        Assert.Equal("""{"number":1,"step":"route_message"}""", serializer.Serialize(new StepProgress(1, TurnStepNames.RouteMessage)).ToString());
    }

    [Fact]
    public void Build_ApplicationInsightsByIdentity_IsAccepted()
    {
        using var app = Build(
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://insights.lumora.example/"),
            ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "Authorization=AAD;ClientId=8a7d0c4e-5f0e-4a8e-9a3f-2d3f1a1d9b11"));

        SupportApp.Validate(app);
        Assert.NotNull(app.Services.GetRequiredService<OpenTelemetry.Trace.TracerProvider>());
        Assert.True(app.Services.GetRequiredService<IOptions<OpenTelemetry.Logs.OpenTelemetryLoggerOptions>>().Value.IncludeScopes);
    }

    private static IHost Build(params (string Key, string Value)[] settings) => BuildIn(Environments.Development, settings);

    private static IHost BuildIn(string environment, params (string Key, string Value)[] settings)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Environment.EnvironmentName = environment;
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.ConfigureFunctionsWebApplication();
        builder.AddSupportApp();
        return builder.Build();
    }
}
