using TelecomSupport.Technical;

namespace TelecomSupport.Tests.Technical;

public sealed class ExtractiveReplyTests
{
    private const string Lifetime = """
        | What | Valid for | Notes |
        |---|---|---|
        | Access token | 60 minutes | cannot be extended |
        | Refresh token | 30 days | starts again with each rotation |
        | Client secret | 180 days | two can be active at a time |

        The API tolerates a clock difference of 60 seconds when it checks the expiry.
        """;

    private const string Restart = """
        Restarting keeps all settings. It solves most faults.

        1. Pull out the power plug.
        2. Wait 30 seconds.
        3. Plug it in again, and read [the lights](lights.md).

        Call us when the light stays red.
        """;

    [Fact]
    public async Task Compose_TableAnswers_QuotesTheRowUnderItsHead()
    {
        var reply = await Replies.ToAsync("how long is a refresh token valid", [Replies.Passage("Token lifetime", Lifetime)]);

        Assert.Equal("| What | Valid for | Notes |\n|---|---|---|\n| Refresh token | 30 days | starts again with each rotation |\n\n[1]", reply.Reply);
    }

    [Fact]
    public async Task Compose_FoundByItsQuestions_QuotesOnlyTheText()
    {
        var passage = Replies.Passage("Signal", "Place the box by a window. Away from metal it receives more.") with { Questions = ["reception is rubbish in the cellar"] };
        var reply = await Replies.ToAsync("rubbish reception in the cellar", [passage]);

        Assert.Contains("[1]", reply.Reply, StringComparison.Ordinal);
        Assert.DoesNotContain("rubbish", reply.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_ProcedureAsked_GivesEveryStepInOrder()
    {
        var reply = await Replies.ToAsync("How do I restart the router?", [Replies.Passage("How do I restart the router?", Restart)]);

        Assert.Contains("1. Pull out the power plug.\n2. Wait 30 seconds.\n3. Plug it in again, and read the lights. [1]", reply.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_OneSentenceAnswers_QuotesOnlyThat()
    {
        var reply = await Replies.ToAsync("what clock difference does the API tolerate", [Replies.Passage("Token lifetime", Lifetime)]);

        Assert.Equal("The API tolerates a clock difference of 60 seconds when it checks the expiry. [1]", reply.Reply);
    }

    [Fact]
    public async Task Compose_Answer_CitesExactlyItsSourcesAndRemembersThem()
    {
        var reply = await Replies.ToAsync(
            "restart the router, and how long is a refresh token valid",
            [Replies.Passage("How do I restart the router?", Restart, 0), Replies.Passage("Token lifetime", Lifetime, 1)]);

        Assert.True(CitationCheck.IsNumbered(reply.Reply!, reply.Sources.Count));
        Assert.Equal(["How do I restart the router?", "Token lifetime"], reply.Sources.Select(source => source.Section));
        Assert.Equal(["passage-0", "passage-1"], reply.Recall.Items.Select(item => item.Id));
        Assert.Equal("restart the router, and how long is a refresh token valid", reply.Recall.Topic);
        Assert.False(reply.Unanswered);
    }

    [Theory]
    [InlineData("en", "documentation")]
    [InlineData("de", "Dokumentation")]
    [InlineData("es", "documentación")]
    [InlineData("fr", "documentation")]
    [InlineData("pl", "dokumentacji")]
    [InlineData("pt", "documentação")]
    [InlineData("xx", "documentation")]
    public async Task Compose_NotSufficient_SaysSoInTheCustomersLanguageAndCitesNothing(string language, string word)
    {
        var reply = await Replies.ToAsync("anything", [Replies.Passage("Token lifetime", Lifetime)], sufficient: false, language);

        Assert.Contains(word, reply.Reply, StringComparison.Ordinal);
        Assert.Empty(reply.Sources);
        Assert.DoesNotContain("[1]", reply.Reply, StringComparison.Ordinal);
        Assert.True(reply.Unanswered);
        Assert.Equal("anything", reply.Recall.Topic);
    }

    [Fact]
    public async Task Compose_OtherLanguage_IntroducesTheEnglishQuotation()
    {
        var reply = await Replies.ToAsync("refresh token", [Replies.Passage("Token lifetime", Lifetime)], language: "de");

        Assert.StartsWith("Unsere Dokumentation ist auf Englisch. Dort steht:\n\n| What |", reply.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_TellMeMore_DoesNotRepeatWhatWasSaid()
    {
        const string Said = "The API tolerates a clock difference of 60 seconds when it checks the expiry. [1]";
        var passage = Replies.Passage("Clocks", "The API tolerates a clock difference of 60 seconds when it checks the expiry. Set your server's clock by NTP.");
        var before = Replies.Record("clock difference", Said, new("clock difference", [new("passage", passage.Id, "Clocks")]));

        var reply = await Replies.ToAsync("tell me more (clock difference)", [passage], history: new([before], "", null));

        Assert.Equal("Set your server's clock by NTP. [1]", reply.Reply);
    }
}
