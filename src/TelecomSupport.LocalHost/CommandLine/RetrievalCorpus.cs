using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Evaluation;
using TelecomSupport.Knowledge.Ingestion;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>Documents with the questions to them: a folder with <c>docs/</c> and <c>questions.jsonl</c>, indexed in a place of its own.</summary>
internal static class RetrievalCorpus
{
    public static async Task UseAsync(
        string folder,
        Dictionary<string, string?> settings,
        Func<IKnowledgeIndex, IReadOnlyList<RetrievalQuestion>, Task> use,
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
            await UseAsync(own, index => use(index, questions), cancellation);
        }
        finally
        {
            storage.Delete(recursive: true);
        }
    }

    /// <summary>Brings the configured index up to date and uses it.</summary>
    public static async Task UseAsync(Dictionary<string, string?> settings, Func<IKnowledgeIndex, Task> use, CancellationToken cancellation)
    {
        using var host = LocalApplication.BuildWorker(settings);
        await host.Services.GetRequiredService<KnowledgeRefresher>().ReconcileAsync(null, cancellation);
        await use(host.Services.GetRequiredService<IKnowledgeIndex>());
    }
}
