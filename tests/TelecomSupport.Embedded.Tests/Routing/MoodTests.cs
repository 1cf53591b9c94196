using TelecomSupport.Embedded.Routing;
using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Tests.Routing;

public sealed class MoodTests
{
    [Theory]
    [InlineData("This is absolutely ridiculous, you are useless!!", Sentiment.Negative)]
    [InlineData("I'm not happy with that", Sentiment.Negative)]
    [InlineData("Thanks, that was very helpful", Sentiment.Positive)]
    [InlineData("How do I change my APN?", Sentiment.Neutral)]
    [InlineData("Das ist eine Frechheit", Sentiment.Negative)]
    [InlineData("Merci beaucoup, c'est parfait", Sentiment.Positive)]
    [InlineData("to jest skandal", Sentiment.Negative)]
    [InlineData("muchas gracias, genial", Sentiment.Positive)]
    [InlineData("isto é uma vergonha", Sentiment.Negative)]
    public void Feeling_NoClassifier_FollowsTheWords(string message, Sentiment expected) => Assert.Equal(expected, Mood.Of(message).Feeling(anger: 0));

    [Fact]
    public void Feeling_AngryWithoutAngryWords_IsNegative() => Assert.Equal(Sentiment.Negative, Mood.Of("Three weeks. Three.").Feeling(anger: 0.9));

    [Theory]
    [InlineData("You are pathetic!!! I'm calling my lawyer", null, true)]
    [InlineData("This is a disgrace", "You people are useless", true)]
    [InlineData("This is a disgrace", null, false)]
    [InlineData("This is a disgrace", "My internet is slow", false)]
    [InlineData("Do I need a lawyer to leave the contract?", null, false)]
    [InlineData("why?", "You people are useless", false)]
    public void IsClearlyUpset_Message_NeedsStrongAngerTwiceOrWithAThreat(string message, string? before, bool expected) =>
        Assert.Equal(expected, Mood.Of(message).IsClearlyUpset(before));
}
