using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Evaluation;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.Routing;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>Documents with the questions to them: a folder with <c>docs/</c> and <c>questions.jsonl</c>, indexed in a place of its own.</summary>
internal static class RetrievalCorpus
{
    public static async Task UseAsync(
        string folder,
        Dictionary<string, string?> settings,
        Func<IKnowledgeIndex, IMessageRouter, IReadOnlyList<RetrievalQuestion>, Task> use,
        CancellationToken cancellation)
    {
        var questions = RetrievalQuestion.Read(Path.Combine(folder, "questions.jsonl"), split: null);
        var storage = Directory.CreateTempSubdirectory("telecom-support-");
        try
        {
            var own = new Dictionary<string, string?>(settings)
            {
                ["Storage:Provider"] = "Embedded",
                ["Storage:Path"] = storage.FullName,
                ["Knowledge:Documents"] = Path.Combine(folder, "docs"),
                ["Knowledge:Provider"] = "Embedded",
            };
            await UseAsync(own, (index, router) => use(index, router, questions), cancellation);
        }
        finally
        {
            storage.Delete(recursive: true);
        }
    }

    /// <summary>Brings the configured index up to date and uses it, with the configured router.</summary>
    public static async Task UseAsync(Dictionary<string, string?> settings, Func<IKnowledgeIndex, IMessageRouter, Task> use, CancellationToken cancellation)
    {
        using var host = LocalApplication.BuildWorker(settings);
        await host.Services.GetRequiredService<KnowledgeRefresher>().ReconcileAsync(null, cancellation);
        await use(host.Services.GetRequiredService<IKnowledgeIndex>(), host.Services.GetRequiredService<IMessageRouter>());
    }
}
