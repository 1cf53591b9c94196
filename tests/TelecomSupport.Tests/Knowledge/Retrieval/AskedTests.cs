using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class AskedTests
{
    [Theory]
    [InlineData("How heavy is the box?", "The box weighs 1.2 kg.", "The box is white.")]
    [InlineData("How tall is it?", "It is 210 mm high.", "It stands on a shelf.")]
    [InlineData("At what temperature does it stop?", "It stops above 70 °C.", "It stops when it is too hot.")]
    [InlineData("How many watts does it draw?", "It draws 9 W in use.", "It draws power in use.")]
    [InlineData("What is the biggest attachment, how many MB?", "Attachments may have 25 MB.", "Attachments may be large.")]
    [InlineData("What speed can I expect?", "Up to 250 Mbit/s.", "As fast as the line allows.")]
    [InlineData("What colour is the lamp?", "It lights amber.", "It lights.")]
    [InlineData("How loud is the fan?", "The fan makes 23 dB.", "The fan is quiet.")]
    [InlineData("What percentage do you keep?", "We keep 2 % of it.", "We keep a part of it.")]
    [InlineData("How much does it cost?", "It costs EUR 5.", "It is sold in shops.")]
    [InlineData("How long does it take?", "It takes 5 minutes.", "It takes patience.")]
    public void For_KindOfFact_IsStatedByTheOneAndNotByTheOther(string question, string stated, string silent)
    {
        var asked = Asked.For(question, Tokenizer.Tokenize(question));

        Assert.NotEqual(UnitFacts.None, asked & Facts(stated) & ~UnitFacts.Number);
        Assert.Equal(UnitFacts.None, asked & Facts(silent));
    }

    private static UnitFacts Facts(string text) => UnitFact.Of(UnitKind.Sentence, text, Tokenizer.Tokenize(text));
}
