using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TelecomSupport.Turns;

namespace TelecomSupport.Http.Service;

/// <summary><c>GET /graph</c>: the turn as a Mermaid flowchart, with a branch for each registered agent by what it does.</summary>
internal sealed class GraphRoutes(AgentCatalog agents, IOptions<ChatOptions> options)
{
    private readonly string diagram = Draw(agents, options.Value.MaxToolIterations);

    public Task<IResult> GetAsync() => Task.FromResult<IResult>(TypedResults.Text(diagram, "text/vnd.mermaid", Encoding.UTF8));

    private static string Draw(AgentCatalog agents, int maxToolRounds)
    {
        var graph = new StringBuilder("flowchart TD\n");
        Line(graph, "message([\"message\"]) --> route[\"{0}\"]", TurnStepNames.RouteMessage);
        Line(graph, "route -->|\"a person was asked for, or has the thread\"| person[\"pass to a person\"]");
        for (var i = 0; i < agents.All.Count; i++)
        {
            Branch(graph, agents.All[i], $"agent{i}", maxToolRounds);
        }

        if (agents.Reader is { } reader)
        {
            var documents = agents.All.ToList().IndexOf(reader);
            for (var i = 0; i < agents.All.Count; i++)
            {
                if (!agents.All[i].Retrieves)
                {
                    Line(graph, "agent{0}_compose -.->|\"left unsettled\"| agent{1}_retrieve", $"{i}", $"{documents}");
                }
            }
        }

        Line(graph, "person --> save[\"{0}\"]", TurnStepNames.SaveTurn);
        Line(graph, "save --> reply([\"reply\"])");
        return graph.ToString();
    }

    private static void Branch(StringBuilder graph, Agent agent, string id, int maxToolRounds)
    {
        Line(graph, "subgraph {0}[\"{1}: {2}\"]", id, agent.Name, agent.Purpose);
        if (agent.Retrieves)
        {
            Line(graph, "  {0}_retrieve[\"{1}\"] --> {0}_compose[\"{2}\"]", id, TurnStepNames.RetrievePassages, TurnStepNames.ComposeReply);
        }
        else
        {
            Line(graph, "  {0}_compose[\"{1}\"]", id, TurnStepNames.ComposeReply);
        }

        if (agent.CallsTools)
        {
            Line(
                graph,
                "  {0}_compose -->|\"tool calls, at most {1} times\"| {0}_tool[\"{2}\"]",
                id,
                maxToolRounds.ToString(CultureInfo.InvariantCulture),
                TurnStepNames.CallBillingTool);
            Line(graph, "  {0}_tool --> {0}_compose", id);
        }

        Line(graph, "end");
        var label = agent.IsFallback ? $"{agent.Category}, or unsure" : agent.Category;
        Line(graph, "route -->|\"{1}\"| {0}_{2}", id, label, agent.Retrieves ? "retrieve" : "compose");
        Line(graph, "{0}_compose -->|\"reply\"| save", id);
        Line(graph, "{0}_compose -.->|\"upset, not understood, or failed\"| person", id);
    }

    private static void Line(StringBuilder graph, string format, params string[] texts) =>
        graph.Append("    ").AppendFormat(CultureInfo.InvariantCulture, format, [.. texts.Select(Escape)]).Append('\n');

    // Mermaid's entity codes, so that no label ends its quotes or becomes markup.
    private static string Escape(string text) => text
        .Replace("#", "#35;", StringComparison.Ordinal)
        .Replace("\"", "#quot;", StringComparison.Ordinal)
        .Replace("<", "#lt;", StringComparison.Ordinal)
        .Replace(">", "#gt;", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");
}
