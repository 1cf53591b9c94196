using TelecomSupport.Turns;

namespace TelecomSupport.Tests.Turns;

public sealed class AgentCatalogTests
{
    private static readonly Agent Fallback = new("fallback", "other", "anything else") { IsFallback = true };

    [Fact]
    public void For_KnownCategory_ReturnsItsAgent()
    {
        var sales = new Agent("sales", "sales", "new contracts");

        Assert.Same(sales, new AgentCatalog([sales, Fallback]).For("sales"));
    }

    [Fact]
    public void New_SameNameTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new AgentCatalog([Fallback, new Agent("fallback", "sales", "")]));

    [Fact]
    public void New_SameCategoryTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new AgentCatalog([Fallback, new Agent("sales", "other", "")]));

    [Fact]
    public void New_NoFallbackOrTwo_Throws()
    {
        Assert.Throws<ArgumentException>(() => new AgentCatalog([new Agent("sales", "sales", "")]));
        Assert.Throws<ArgumentException>(() => new AgentCatalog([Fallback, Fallback with { Name = "second", Category = "second" }]));
    }
}
