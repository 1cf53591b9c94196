using TelecomSupport.Embedded.Routing;

namespace TelecomSupport.Embedded.Tests.Routing;

public sealed class PersonRequestTests
{
    [Theory]
    [InlineData("agent")]
    [InlineData("Human, please!")]
    [InlineData("I want to talk to a real person about my bill")]
    [InlineData("Can you put me through to an advisor?")]
    [InlineData("no more bots, give me a person")]
    [InlineData("I don't want a bot, I want a human")]
    [InlineData("why can't I speak to a human?")]
    [InlineData("could someone from your team call me back")]
    [InlineData("quiero hablar con una persona")]
    [InlineData("No quiero hablar con un robot")]
    [InlineData("páseme con un asesor por favor")]
    [InlineData("Ich möchte bitte mit einem Mitarbeiter sprechen")]
    [InlineData("Verbinden Sie mich mit einem Berater")]
    [InlineData("je voudrais parler à un conseiller")]
    [InlineData("un humain svp")]
    [InlineData("chcę rozmawiać z konsultantem")]
    [InlineData("proszę połączyć mnie z człowiekiem")]
    [InlineData("quero falar com um atendente")]
    [InlineData("não quero o robô, quero uma pessoa")]
    public void In_WishForAPerson_IsTrue(string message) => Assert.True(PersonRequest.In(message));

    [Theory]
    [InlineData("")]
    [InlineData("Is this a human-readable log?")]
    [InlineData("I need the log in human readable form")]
    [InlineData("Which User-Agent header do I need?")]
    [InlineData("I don't want an agent, just tell me the price")]
    [InlineData("no humans please")]
    [InlineData("I already spoke to an agent yesterday and the fault is back")]
    [InlineData("Your agent told me it would be free")]
    [InlineData("I want to switch to another operator")]
    [InlineData("Nobody can call me, I only get silence")]
    [InlineData("no quiero hablar con una persona, dime el precio")]
    [InlineData("¿Cambiar de operador es gratis?")]
    [InlineData("Ich möchte nicht mit einem Mitarbeiter sprechen")]
    [InlineData("Der Mitarbeiter im Laden war nett")]
    [InlineData("je ne veux pas parler à un conseiller")]
    [InlineData("Ile osób może korzystać z pakietu rodzinnego?")]
    [InlineData("não quero falar com um atendente")]
    [InlineData("Quantas pessoas podem usar o pacote?")]
    public void In_NoWishForAPerson_IsFalse(string message) => Assert.False(PersonRequest.In(message));
}
