using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelecomSupport.Infrastructure.Tests;

public sealed partial class BicepTests
{
    [SkippableFact]
    public void Build_AllFiles_CompilesAndLintsWithoutAWord()
    {
        var output = Path.GetTempFileName();
        try
        {
            var (status, said) = Bicep.Run("build", Repository.File("infra/main.bicep"), "--outfile", output);

            Assert.Equal("", said.Trim());
            Assert.Equal(0, status);
        }
        finally
        {
            File.Delete(output);
        }
    }

    [SkippableFact]
    public void Modules_AllOfTheFolder_AreUsed()
    {
        var main = Repository.Read("infra/main.bicep");

        Assert.All(
            Directory.GetFiles(Repository.File("infra/modules"), "*.bicep"),
            module => Assert.Contains($"'modules/{Path.GetFileName(module)}'", main, StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Parameters_OfTheParameterFile_AreTheTemplatesAndTheRequiredOnesAreThere()
    {
        var parameters = Bicep.Template.GetProperty("parameters").EnumerateObject().ToArray();
        var given = Repository.Json("infra/main.parameters.json").GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).ToArray();

        Assert.Empty(given.Except(parameters.Select(parameter => parameter.Name)));
        Assert.Empty(parameters.Where(parameter => !parameter.Value.TryGetProperty("defaultValue", out _)).Select(parameter => parameter.Name).Except(given));
    }

    [SkippableTheory]
    [InlineData("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", "false")]
    [InlineData("Microsoft.Search/searchServices", "disableLocalAuth", "true")]
    [InlineData("Microsoft.CognitiveServices/accounts", "disableLocalAuth", "true")]
    [InlineData("Microsoft.Insights/components", "DisableLocalAuth", "true")]
    [InlineData("Microsoft.KeyVault/vaults", "enableRbacAuthorization", "true")]
    public void Services_OfTheDeployment_TakeIdentitiesOnly(string type, string property, string value) =>
        Assert.Equal(value, Assert.Single(Resources(type)).GetProperty("properties").GetProperty(property).GetRawText());

    [SkippableFact]
    public void Template_Compiled_AsksForNoKey() =>
        Assert.DoesNotMatch(KeyFunctions(), Bicep.Template.GetRawText());

    [SkippableFact]
    public void Roles_OfTheAppsIdentity_AreTheOnesItNeeds()
    {
        var roles = RoleIds().Matches(Bicep.Template.GetRawText()).Select(match => match.Groups["id"].Value).Distinct();

        // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
        Assert.Equal(
            new[]
            {
                "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
                "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
                "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
                "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", // Cognitive Services OpenAI User
                "7ca78c08-252a-4471-8644-bb5ff32d4ba0", // Search Service Contributor
                "8ebe5a00-799e-43f5-93ac-243d3dce84a7", // Search Index Data Contributor
                "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
                "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
                "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer: who deploys
                "ba92f5b4-2d11-453d-a403-e96b0029c9fe", // Storage Blob Data Contributor: who deploys, for the documents
                "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", // Storage Queue Data Message Sender: the events
            },
            roles.Order());
    }

    [Fact]
    public void Azd_Service_IsTheFunctionsAppThatTheTemplateTags()
    {
        var azd = Repository.Read("azure.yaml");

        Assert.Contains("\n  support:\n    project: ./src/TelecomSupport.Functions\n", azd, StringComparison.Ordinal);
        Assert.Contains("'azd-service-name': 'support'", Repository.Read("infra/modules/functionapp.bicep"), StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.File("src/TelecomSupport.Functions/TelecomSupport.Functions.csproj")));
    }

    private static IEnumerable<JsonElement> Resources(string type) => All(Bicep.Template).Where(resource =>
        resource.TryGetProperty("type", out var found) && found.ValueKind == JsonValueKind.String && found.GetString() == type
        && !(resource.TryGetProperty("existing", out var existing) && existing.GetBoolean()));

    private static IEnumerable<JsonElement> All(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => All(property.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(All),
        _ => [],
    };

    [GeneratedRegex("listKeys|listAdminKeys|listQueryKeys|AccountKey|listSecrets", RegexOptions.IgnoreCase)]
    private static partial Regex KeyFunctions();

    [GeneratedRegex("\"(?<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\"")]
    private static partial Regex RoleIds();
}
