using Microsoft.Extensions.Options;
using TelecomSupport.Models;

namespace TelecomSupport.Tests.Models;

public sealed class PromptLibraryTests : IDisposable
{
    private const string Router = "---\nname: router\nversion: 3\nmax_output_tokens: 30\ntemperature: 0.5\n---\nSort into:\n{{agents}}\n";
    private const string Technical = "---\nname: technical\nversion: 1\nmax_output_tokens: 700\n---\nIn {{language}}, data behind {{marker}}.";
    private const string Billing = "---\nname: billing\nversion: 1\nmax_output_tokens: 500\n---\nIn {{language}}, data behind {{marker}}.";

    private readonly string folder = Directory.CreateTempSubdirectory("prompts-").FullName;

    public PromptLibraryTests()
    {
        Write("router.md", Router);
        Write("technical.md", Technical);
        Write("billing.md", Billing);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_Files_MakesPromptsOfThem()
    {
        var prompt = PromptLibrary.Load(folder).For(PromptNames.Router, "anyone");

        Assert.Equal("router@3/default", prompt.Id);
        Assert.Equal((30, 0.5f), (prompt.MaxOutputTokens, prompt.Temperature));
        Assert.Equal("Sort into:\n- billing", prompt.Fill(("agents", "- billing")));
    }

    [Fact]
    public void Load_ShippedPrompts_AreValid()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "TelecomSupport.Functions.sln")))
        {
            root = root.Parent;
        }

        var library = PromptLibrary.Load(Path.Combine(root.FullName, "data", "prompts"));

        Assert.All(PromptNames.Placeholders.Keys, name => Assert.NotNull(library.For(name, "customer")));
    }

    [Theory]
    [InlineData("name: weather\nversion: 1\nmax_output_tokens: 1", "{{agents}}", "its name takes router, technical, billing")]
    [InlineData("name: router\nversion: one\nmax_output_tokens: 1", "{{agents}}", "its version takes a whole number from 1")]
    [InlineData("name: router\nversion: 1", "{{agents}}", "its max_output_tokens takes a whole number from 1")]
    [InlineData("name: router\nversion: 1\nmax_output_tokens: 1\ntone: kind", "{{agents}}", "its front matter has an unknown key 'tone'")]
    [InlineData("name: router\nversion: 1\nmax_output_tokens: 1\nvariant: A B", "{{agents}}", "its variant takes lower-case letters, digits and hyphens")]
    [InlineData("name: router\nversion: 1\nmax_output_tokens: 1\nvariant: b", "No agents.", "it lacks {{agents}}")]
    [InlineData("name: router\nversion: 1\nmax_output_tokens: 1\nvariant: b", "{{agents}} {{name}}", "it has an unknown {{name}}")]
    [InlineData("name: router\nversion: 1\nmax_output_tokens: 1", "{{agents}}", "there is another variant 'default' of 'router'")]
    public void Load_FaultyFile_SaysWhatIsWrong(string matter, string text, string expected)
    {
        Write("z.md", $"---\n{matter}\n---\n{text}");

        var fault = Assert.Single(Assert.Throws<OptionsValidationException>(() => PromptLibrary.Load(folder)).Failures);

        Assert.Equal($"The prompt z.md can't be used: {expected}.", fault);
    }

    [Fact]
    public void Load_MissingPromptOrFolder_SaysSo()
    {
        File.Delete(Path.Combine(folder, "billing.md"));

        Assert.Equal(
            ["Models:Prompts takes a folder with a prompt named 'billing'."],
            Assert.Throws<OptionsValidationException>(() => PromptLibrary.Load(folder)).Failures);
        Assert.StartsWith(
            "Models:Prompts takes the path of a folder.",
            Assert.Throws<OptionsValidationException>(() => PromptLibrary.Load(folder + "-not")).Failures.Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void For_Variants_AreStickyAndSharedOut()
    {
        Write("technical.short.md", Technical.Replace("version: 1", "version: 1\nvariant: short\nshare: 3", StringComparison.Ordinal));
        var library = PromptLibrary.Load(folder);

        var customers = Enumerable.Range(0, 2000).Select(i => $"customer-{i}").ToArray();
        var first = customers.Select(customer => library.For(PromptNames.Technical, customer).Variant).ToArray();
        var again = customers.Select(customer => PromptLibrary.Load(folder).For(PromptNames.Technical, customer).Variant).Take(20);

        Assert.Equal(first.Take(20), again);
        Assert.InRange(first.Count(variant => variant == "short"), 1400, 1600);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
