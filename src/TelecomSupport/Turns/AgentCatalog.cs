using TelecomSupport.Routing;

namespace TelecomSupport.Turns;

/// <summary>The registered agents.</summary>
public sealed class AgentCatalog
{
    private readonly Dictionary<string, Agent> byCategory;

    /// <exception cref="ArgumentException">Two agents share a name or a category, or not exactly one is the fallback.</exception>
    public AgentCatalog(IEnumerable<Agent> agents)
    {
        All = [.. agents];
        byCategory = All.ToDictionary(agent => agent.Category, StringComparer.Ordinal);
        if (All.DistinctBy(agent => agent.Name).Count() != All.Count)
        {
            throw new ArgumentException("Two agents have the same name.", nameof(agents));
        }

        if (All.Count(agent => agent.IsFallback) != 1)
        {
            throw new ArgumentException("Exactly one agent must be the fallback.", nameof(agents));
        }

        Fallback = All.Single(agent => agent.IsFallback);
    }

    /// <summary>In the order of their registration.</summary>
    public IReadOnlyList<Agent> All { get; }

    public Agent Fallback { get; }

    /// <summary>The agent that answers from the documents what another one can't settle; null when none does.</summary>
    public Agent? Reader => All.FirstOrDefault(agent => agent.Retrieves);

    /// <returns>The agent with this label; the fallback for a label that no agent has.</returns>
    public Agent For(string category) => byCategory.GetValueOrDefault(category, Fallback);

    /// <returns>How sure the router was that the message is an agent's without documents, 0 to 1; null when its agent has them.</returns>
    public double? Elsewhere(RouteDecision route) => For(route.Category).Retrieves ? null : route.Confidence;
}
