using System.Text.Json;
using TelecomSupport.Billing;

namespace TelecomSupport.Tests.Billing;

public sealed class BillingFiguresTests
{
    private static readonly ToolResult Result = Returned(new
    {
        name = "Premium 5G",
        case_id = "REF-0123456789",
        amount = 1234.5m,
        credit = -8m,
        used = 38.6m,
        due_date = "2026-11-01",
        currency = "EUR",
    });

    [Theory]
    [InlineData("You owe €1,234.50 by 1 November 2026 on Premium 5G.")]
    [InlineData("Debe 1.234,50 € antes del 1 de noviembre de 2026.")]
    [InlineData("Sie schulden 1234,5 EUR bis zum 1. November 2026, Fall REF-0123456789.")]
    [InlineData("Il reste 1 234,50 € à payer le 1er novembre 2026.")]
    [InlineData("Do zapłaty 1234.50 do 1 listopada 2026, 2026-11-01.")]
    [InlineData("Due Nov 1, 2026: a credit of €8 and 38.6 GB used.")]
    [InlineData("1. Premium 5G\n2. that is all")]
    [InlineData("Nothing to say.")]
    [InlineData("It is due on 1 November, or on November 1st.")]
    [InlineData("Fällig am 01.11.2026.")]
    [InlineData("Due 11/01/2026.")]
    public void Unsupported_FiguresOfTheResults_FindsNone(string reply) => Assert.Empty(BillingFigures.Unsupported(reply, [Result]));

    [Theory]
    [InlineData("You owe €1,234.51.", "1,234.51")]
    [InlineData("It is due on 2 November 2026.", "2 November 2026")]
    [InlineData("It is due on 2026-11-02.", "2026-11-02")]
    [InlineData("You have 6 GB left.", "6")]
    [InlineData("Your 5G allowance is 5 GB.", "5")]
    [InlineData("Case REF-0123456780 is open.", "0123456780")]
    [InlineData("Vence el 3 de noviembre de 2026.", "3 de noviembre de 2026")]
    [InlineData("It is due on 2 November.", "2 November")]
    [InlineData("Fällig am 02.11.2026.", "02.11.2026")]
    [InlineData("You owe $1,234.50.", "$")]
    public void Unsupported_AnotherFigure_FindsIt(string reply, string figure) =>
        Assert.Contains(figure, BillingFigures.Unsupported(reply, [Result]));

    [Fact]
    public void Unsupported_FigureOfARejectedCall_FindsIt() =>
        Assert.Equal(["38.6"], BillingFigures.Unsupported("38.6 GB", [Result with { Status = ToolStatus.Rejected }]));

    private static ToolResult Returned(object content) =>
        new(new(0, "tool", JsonSerializer.SerializeToElement(new { })), ToolStatus.Succeeded, JsonSerializer.SerializeToElement(content), 1);
}
