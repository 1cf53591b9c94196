using TelecomSupport.Knowledge;
using TelecomSupport.Models;

namespace TelecomSupport.Tests.Models;

public sealed class CitationCheckTests
{
    private static readonly Passage[] Passages =
    [
        new(
            "p1", "auth.md", "Authentication FAQ", ["Token lifetime"],
            "An access token is valid for 60 minutes. A refresh token lasts 30 days. Expired tokens are answered with `401` and code `AUTH-1002`.", 0),
        new(
            "p2", "wifi.md", "Wi-Fi and router", ["Reset the Home Box"],
            "1. Hold **Reset** for ten seconds.\n2. Wait until the light is green.\n3. Open `http://home.lumora.example` and sign in.\n\nThe 2.4 GHz band reaches further than 5 GHz.", 0),
        new("p3", "roaming.md", "Roaming", ["Zones"], "Zone 1 includes 1,000 MB. Outside it, a Week Pass costs 19.90 EUR.", 0),
    ];

    [Fact]
    public void Check_SupportedSentences_AreKeptAsTheyAre()
    {
        var reply = Check("An access token is valid for 60 minutes [1]. A refresh token lasts 30 days [1].");

        Assert.Equal("An access token is valid for 60 minutes [1]. A refresh token lasts 30 days [1].", reply!.Text);
        Assert.Equal([0], reply.Cited);
    }

    [Fact]
    public void Check_CitationsInAnyOrder_AreNumberedByFirstAppearance()
    {
        var reply = Check("Zone 1 includes 1,000 MB [3]. Tokens last 60 minutes [1]. A Week Pass costs 19.90 EUR [3].");

        Assert.Equal("Zone 1 includes 1,000 MB [1]. Tokens last 60 minutes [2]. A Week Pass costs 19.90 EUR [1].", reply!.Text);
        Assert.Equal([2, 0], reply.Cited);
    }

    [Theory]
    [InlineData("Tokens last 60 minutes. [1]")]
    [InlineData("Tokens last 60 minutes.[1]")]
    [InlineData("Tokens last 60 minutes 【1】.")]
    [InlineData("Tokens last 60 minutes [1, 1].")]
    [InlineData("Tokens last 60 minutes [1][7].")]
    [InlineData("Tokens last 60 minutes.")]
    public void Check_CitationMissingOrWrittenOtherwise_IsPutInOrder(string reply) =>
        Assert.Equal("Tokens last 60 minutes [1].", Check(reply)!.Text);

    [Theory]
    [InlineData("Tokens last 90 minutes [1].")]
    [InlineData("The error is `AUTH-1006` [1].")]
    [InlineData("The error is AUTH-1006 [1].")]
    [InlineData("Ask at https://help.lumora.example/tokens [1].")]
    [InlineData("Ask at help.example for it [1].")]
    [InlineData("You can use the Lumora Vault for tokens [1].")]
    [InlineData("Tokens last an hour.")]
    [InlineData("Tokens last ninety minutes [1].")]
    [InlineData("")]
    public void Check_UnsupportedOrUncited_IsRefused(string reply) => Assert.Null(Check(reply));

    [Fact]
    public void Check_WrongPassageCited_CitesTheOneThatSaysIt()
    {
        var reply = Check("A Week Pass costs 19.90 EUR [1].");

        Assert.Equal("A Week Pass costs 19.90 EUR [1].", reply!.Text);
        Assert.Equal([2], reply.Cited);
    }

    [Fact]
    public void Check_OneOfManySentencesUnsupported_IsLeftOut()
    {
        var reply = Check("Tokens last 60 minutes [1]. Refresh tokens last 30 days [1]. Support answers within 4 hours [1]. The code is AUTH-1002 [1].");

        Assert.Equal("Tokens last 60 minutes [1]. Refresh tokens last 30 days [1]. The code is AUTH-1002 [1].", reply!.Text);
    }

    [Fact]
    public void Check_StepUnsupported_RefusesTheProcedure()
    {
        Assert.Null(Check("1. Hold Reset for 10 seconds.\n2. Wait 20 minutes.\n3. Open `http://home.lumora.example` and sign in. [2]"));
    }

    [Fact]
    public void Check_CitationBehindALastStep_CoversTheList()
    {
        var text = "To reset it:\n1. Hold **Reset** for 10 seconds.\n2. Wait until the light is green.\n3. Open `http://home.lumora.example` and sign in [2].";

        var reply = Check(text);

        Assert.Equal(text.Replace("[2]", "[1]", StringComparison.Ordinal), reply!.Text);
        Assert.Equal([1], reply.Cited);
    }

    [Fact]
    public void Check_StepsWithoutCitation_CiteThePassageThatSaysThem()
    {
        var reply = Check("1. Hold **Reset** for 10 seconds.\n2. Wait until the light is green.");

        Assert.Equal("1. Hold **Reset** for 10 seconds [1].\n2. Wait until the light is green.", reply!.Text);
        Assert.Equal([1], reply.Cited);
    }

    [Fact]
    public void Check_CodeBlock_MustStandInAPassage()
    {
        Assert.NotNull(Check("The code is this [1]:\n\n```\nAUTH-1002\n```"));
        Assert.Null(Check("The code is this [1]:\n\n```\ncurl -X DELETE https://api.lumora.example/sims\n```"));
    }

    [Theory]
    [InlineData("de", "Ein Access-Token gilt 60 Minuten [1]. Danach kommt der Code AUTH-1002 [1].")]
    [InlineData("pl", "Token dostępu jest ważny 60 minut [1].")]
    [InlineData("fr", "La bande de 2,4 GHz porte plus loin que celle de 5 GHz [2]. La zone 1 comprend 1.000 Mo [3].")]
    [InlineData("es", "Un Week Pass cuesta 19,90 EUR [3].")]
    public void Check_OtherLanguage_FindsFiguresCodesAndNames(string language, string reply) =>
        Assert.NotNull(CitationCheck.Check(reply, Passages, ["Wie lange gilt ein Token?"], language));

    [Theory]
    [InlineData("de", "Ein Access-Token gilt 90 Minuten [1].")]
    [InlineData("pl", "Zadzwoń do Orange w tej sprawie [1].")]
    [InlineData("fr", "La bande de 2,5 GHz porte plus loin [2].")]
    public void Check_OtherLanguageUnsupported_IsRefused(string language, string reply) =>
        Assert.Null(CitationCheck.Check(reply, Passages, ["Wie lange gilt ein Token?"], language));

    [Fact]
    public void Check_NameFromTheQuestion_NeedsNoSource() =>
        Assert.NotNull(CitationCheck.Check("With Postman, tokens last 60 minutes too [1].", Passages, ["Is it the same in Postman?"], "en"));

    private static CheckedReply? Check(string reply) => CitationCheck.Check(reply, Passages, ["How long is an access token valid?"], "en");
}
