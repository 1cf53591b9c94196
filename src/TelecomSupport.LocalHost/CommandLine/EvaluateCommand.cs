using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TelecomSupport.Knowledge;
using TelecomSupport.Knowledge.Evaluation;
using TelecomSupport.Routing;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary><c>evaluate</c>: measures retrieval or the router on labelled data.</summary>
internal static class EvaluateCommand
{
    public static Command Create(Dictionary<string, string?> settings) =>
        new("evaluate", "Measure a part on labelled data.") { Retrieval(settings), Router(settings) };

    private static Command Retrieval(Dictionary<string, string?> settings)
    {
        var data = new Option<string>("--data")
        {
            Description = "The questions: JSON lines of id, question, history, answers, kind and split.",
            DefaultValueFactory = _ => "data/evaluation/retrieval.jsonl",
        };
        var split = new Option<string>("--split") { Description = "Which half to measure on.", DefaultValueFactory = _ => "test" };
        split.AcceptOnlyFromAmong("dev", "test", "all");
        var corpora = new Option<string[]>("--corpus")
        {
            Description = "Measure on other documents instead: a folder with docs/ and questions.jsonl. May be given several times.",
        };
        var failures = new Option<bool>("--failures") { Description = "Also list the ids of the questions that failed." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var command = new Command("retrieval", "Measure retrieval, citations and refusals on the documents of Knowledge:Documents.")
        {
            data, split, corpora, failures, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            async Task MeasureAsync(IKnowledgeIndex index, IMessageRouter router, IReadOnlyList<RetrievalQuestion> questions)
            {
                var report = await new RetrievalEvaluation(index, router).RunAsync(questions, cancellation);
                Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, SupportJson.Options) : Text(report));
                if (parsed.GetValue(failures))
                {
                    report.Failures.ToList().ForEach(Console.WriteLine);
                }
            }

            if (parsed.GetValue(corpora) is { Length: > 0 } folders)
            {
                foreach (var folder in folders)
                {
                    await RetrievalCorpus.UseAsync(folder, settings, MeasureAsync, cancellation);
                }

                return ExitCodes.Done;
            }

            var half = parsed.GetRequiredValue(split);
            var questions = RetrievalQuestion.Read(parsed.GetRequiredValue(data), half == "all" ? null : half);
            await RetrievalCorpus.UseAsync(settings, (index, router) => MeasureAsync(index, router, questions), cancellation);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Router(Dictionary<string, string?> settings)
    {
        var data = new Option<string[]>("--data")
        {
            Description = "Labelled messages: JSON lines of id, text, label and, if known, style and lang. May be given several times.",
            DefaultValueFactory = _ => ["data/evaluation/router/chat.jsonl"],
        };
        var json = new Option<bool>("--json") { Description = "Print a report as JSON for each file, one a line." };
        var command = new Command("router", "Measure the router on labelled messages.") { data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var host = LocalApplication.BuildWorker(settings);
            var router = host.Services.GetRequiredService<IMessageRouter>();
            foreach (var file in parsed.GetRequiredValue(data))
            {
                var examples = RouterExample.Parse(await File.ReadAllTextAsync(file, cancellation));
                var report = await RouterEvaluation.RunAsync(router, examples, TimeProvider.System, cancellation);
                Console.WriteLine(parsed.GetValue(json) ? report.ToJson() : $"{file}\n{report.ToText()}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static string Text(RetrievalReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        answerable {report.Answerable}, unanswerable {report.Unanswerable}
        recall@1            {report.RecallAt1,7:P1}
        recall@3            {report.RecallAt3,7:P1}
        MRR                 {report.MeanReciprocalRank,7:F3}
        right section cited {report.Cited,7:P1}
        citation exactness  {report.CitationExactness,7:P1}
        refusal precision   {report.RefusalPrecision,7:P1}
        refusal recall      {report.RefusalRecall,7:P1}
        right by kind: {string.Join(", ", report.Kinds.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Kind} {kind.Right:P0} of {kind.Questions}")))}
        """);
}
