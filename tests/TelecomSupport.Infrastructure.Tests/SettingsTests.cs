using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelecomSupport.Infrastructure.Tests;

/// <summary>The settings of the deployment and of a developer's machine against what the code reads.</summary>
public sealed partial class SettingsTests
{
    private const string Sample = "local.settings.sample.json";
    private const string Documentation = "docs/functions.md";

    // The Functions host's, the SDKs' and Key Vault's own.
    private static readonly string[] Foreign =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AZURE_CLIENT_ID",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage",
        "AzureWebJobsStorage:accountName",
        "AzureWebJobsStorage:clientId",
        "AzureWebJobsStorage:credential",
        "FUNCTIONS_WORKER_RUNTIME",
        "KeyVault:Uri",
    ];

    [SkippableFact]
    public void Deployment_Settings_PassEveryRuleOfEveryOptionsClass() => AssertValid(Deployment());

    // With the embedded index, nothing of the section Search is looked at.
    [Fact]
    public void Sample_Settings_PassEveryRuleOfEveryOptionsClass() => AssertValid(SampleSettings(), except: "Search");

    [SkippableFact]
    public void Deployment_Settings_AreAllRead() => AssertRead(Deployment());

    [Fact]
    public void Sample_Settings_AreAllRead() => AssertRead(SampleSettings());

    [SkippableFact]
    public void Triggers_BindingExpressions_AreSetInTheDeploymentAndTheSample()
    {
        var expressions = Sources().SelectMany(source => BindingExpression().Matches(source)).Select(match => match.Groups["key"].Value).Distinct().ToArray();

        Assert.Equal(["Knowledge:Container"], expressions);
        Assert.Empty(expressions.Except(Deployment().Keys));
        Assert.Empty(expressions.Except(SampleSettings().Keys));
    }

    [SkippableFact]
    public void DisabledFunctions_OfTheDeploymentAndTheSample_AreFunctionsOfTheApp()
    {
        var functions = Sources().SelectMany(source => FunctionName().Matches(source)).Select(match => match.Groups["name"].Value).ToArray();

        Assert.Equal(["DocumentBlob"], Disabled(Deployment()));
        Assert.Equal(["DocumentEvent"], Disabled(SampleSettings()));
        Assert.Empty(Disabled(Deployment()).Concat(Disabled(SampleSettings())).Except(functions));
    }

    [SkippableFact]
    public void Options_OfTheApp_AreSetByTheDeploymentOrSayTheirDefault()
    {
        var deployment = Deployment();
        var silent =
            from options in AppOptions.BySection
            from property in AppOptions.Properties(options.Value)
            where !deployment.ContainsKey($"{options.Key}:{property.Name}")
                && !AppOptions.Documentation(property).Contains("default", StringComparison.OrdinalIgnoreCase)
                && new NullabilityInfoContext().Create(property).WriteState != NullabilityState.Nullable
            select $"{options.Key}:{property.Name}";

        Assert.Empty(silent);
    }

    [Fact]
    public void Documentation_EverySettingOfTheHost_IsThereWithItsReason()
    {
        var documentation = Repository.Read(Documentation);

        Assert.All(
            Leaves("", Repository.Json("host.json")).Where(key => key != "version" && !key.StartsWith("logging.logLevel", StringComparison.Ordinal)),
            key => Assert.Contains($"`{key}`", documentation, StringComparison.Ordinal));
    }

    private static void AssertValid(Dictionary<string, string?> settings, string? except = null) =>
        Assert.All(AppOptions.BySection.Keys.Where(section => section != except), section => AppOptions.Bind(section, settings));

    private static void AssertRead(Dictionary<string, string?> settings)
    {
        var read = AppOptions.BySection
            .SelectMany(options => AppOptions.Properties(options.Value).Select(property => $"{options.Key}:{property.Name}"))
            .Concat(Foreign);

        Assert.Empty(settings.Keys.Where(key => !DisabledFunction().IsMatch(key)).Except(read));
    }

    private static string[] Disabled(Dictionary<string, string?> settings) =>
        [.. settings.Where(setting => setting.Value == "true").Select(setting => DisabledFunction().Match(setting.Key)).Where(match => match.Success)
            .Select(match => match.Groups["name"].Value)];

    private static Dictionary<string, string?> SampleSettings() =>
        Repository.Json(Sample).GetProperty("Values").EnumerateObject().ToDictionary(setting => Key(setting.Name), setting => setting.Value.GetString());

    /// <summary>The app settings of the compiled template, with values of the right kind for what only Azure knows.</summary>
    private static Dictionary<string, string?> Deployment()
    {
        var app = Bicep.Template.GetProperty("resources").GetProperty("app").GetProperty("properties");
        var own = app.GetProperty("parameters").GetProperty("settings").GetProperty("value");
        var host = app.GetProperty("template").GetProperty("variables").GetProperty("hostSettings");
        return own.EnumerateObject().Concat(host.EnumerateObject()).ToDictionary(setting => Key(setting.Name), string? (setting) => Resolve(setting.Value.GetString()!));
    }

    private static string Resolve(string value)
    {
        if (ParameterExpression().Match(value) is { Success: true } parameter)
        {
            return Bicep.Template.GetProperty("parameters").TryGetProperty(parameter.Groups["name"].Value, out var definition)
                && definition.TryGetProperty("defaultValue", out var byDefault)
                    ? byDefault.ToString()
                    : parameter.Groups["name"].Value == "authAuthority" ? "https://login.lumora.example" : "given";
        }

        return OutputExpression().Match(value) is not { Success: true } output ? value : output.Groups["name"].Value switch
        {
            "endpoint" or "uri" => "https://service.lumora.example/",
            "documentsContainer" => "docs",
            "clientId" => "8a7d0c4e-5f0e-4a8e-9a3f-2d3f1a1d9b11",
            var other => throw new InvalidOperationException($"What does the output {other} look like?"),
        };
    }

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static IEnumerable<string> Sources() =>
        Directory.GetFiles(Repository.File("src/TelecomSupport.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText);

    private static IEnumerable<string> Leaves(string prefix, JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(property => Leaves(prefix.Length == 0 ? property.Name : $"{prefix}.{property.Name}", property.Value))
        : [prefix];

    [GeneratedRegex(@"^AzureWebJobs\.(?<name>\w+)\.Disabled$")]
    private static partial Regex DisabledFunction();

    [GeneratedRegex(@"\[Function\(nameof\((?<name>\w+)\)\)\]")]
    private static partial Regex FunctionName();

    [GeneratedRegex("Trigger\\(\"%(?<key>[^%]+)%")]
    private static partial Regex BindingExpression();

    [GeneratedRegex(@"^\[parameters\('(?<name>\w+)'\)\]$")]
    private static partial Regex ParameterExpression();

    [GeneratedRegex(@"^\[reference\('\w+'\)\.outputs\.(?<name>\w+)\.value\]$")]
    private static partial Regex OutputExpression();
}
