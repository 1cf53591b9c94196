namespace TelecomSupport.Tests;

public sealed class IdsTests
{
    [Fact]
    public void Turn_SameThreadAndMessage_IsTheSame() => Assert.Equal(Ids.Turn("thread", "message"), Ids.Turn("thread", "message"));

    [Fact]
    public void Turn_SameCharactersCutElsewhere_Differs() => Assert.NotEqual(Ids.Turn("ab", "c"), Ids.Turn("a", "bc"));

    [Fact]
    public void Cases_OfOneId_DifferAndCanBeReadOut()
    {
        Assert.Matches("^ESC-[0-9A-HJKMNP-TV-Z]{10}$", Ids.EscalationCase("x"));
        Assert.Matches("^REF-[0-9A-HJKMNP-TV-Z]{10}$", Ids.RefundCase("x"));
        Assert.NotEqual(Ids.EscalationCase("x")[4..], Ids.RefundCase("x")[4..]);
    }
}
