using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Tests.Technical;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class FollowUpTests
{
    private static readonly ConversationHistory AfterToken = After(
        "How do I get an access token?",
        new RecallItem("passage", "p1", "How do I get an access token?"),
        new RecallItem("passage", "p2", "Token lifetime"));

    [Theory]
    [InlineData("and how long is that valid?", "and how long is that valid? (access token)")]
    [InlineData("why?", "why? (access token)")]
    [InlineData("What about on Android?", "What about on Android? (access token)")]
    [InlineData("How do I set the APN on my old Samsung phone?", "How do I set the APN on my old Samsung phone?")]
    [InlineData("My router blinks red since the storm, how do I fix it?", "My router blinks red since the storm, how do I fix it?")]
    public void Read_AfterAnAnswer_StandsAlone(string message, string question) => Assert.Equal(question, FollowUp.Read(message, AfterToken).Question);

    [Theory]
    [InlineData("the second one", "p2")]
    [InlineData("tell me more about the first", "p1")]
    [InlineData("what does [2] say?", "p2")]
    [InlineData("the last one please", "p2")]
    [InlineData("the third one", null)]
    [InlineData("what is the first step to port my number", null)]
    public void Read_Ordinal_PicksTheCitedPassage(string message, string? id) => Assert.Equal(id, FollowUp.Read(message, AfterToken).Chosen?.Id);

    [Fact]
    public void Read_WithoutAnEarlierQuestion_IsTheMessage() => Assert.Equal("why?", FollowUp.Read("why?", ConversationHistory.Empty).Question);

    [Fact]
    public void Read_AfterABillingReply_IsTheMessage() =>
        Assert.Equal("why is that?", FollowUp.Read("why is that?", After("bill", new RecallItem("bill", "b1", "October"))).Question);

    private static ConversationHistory After(string topic, params RecallItem[] items) =>
        new([Replies.Record("a question", "an answer", new(topic, items))], "", null);
}
