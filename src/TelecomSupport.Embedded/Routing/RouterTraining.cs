using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace TelecomSupport.Embedded.Routing;

/// <summary>
/// Trains the router's model from labelled messages: maximum entropy by L-BFGS (ML.NET) over <see cref="MessageFeatures"/>, on one thread from
/// a fixed start, so that the same messages give the same model. Takes some seconds.
/// </summary>
public static class RouterTraining
{
    /// <summary>Where the messages are, from the repository's root.</summary>
    public const string MessagesPath = "data/training/messages.tsv";

    /// <summary>Where the shipped model is, from the repository's root.</summary>
    public const string ModelPath = "src/TelecomSupport.Embedded/Routing/router.model";

    private const int Folds = 3;

    // Neighbours in the file are alike, so they are held out together.
    private const int FoldRun = 100;
    private const int MinMessages = 2;

    private static readonly Target[] Targets =
    [
        new(RouterModel.CategoryHead, ["technical", "billing", "other"], message => message.Label, L2: 0.05f, Calibrate: true),
        new(RouterModel.LanguageHead, ["en", "de", "es", "fr", "pl", "pt"], message => message.Language, L2: 0.1f, Calibrate: false),
        new(RouterModel.AngerHead, ["yes", "no"], message => message.Style == "angry" ? "yes" : "no", L2: 0.1f, Calibrate: false),
        new(RouterModel.FollowUpHead, ["yes", "no"], message => message.Style == "follow_up" ? "yes" : "no", L2: 0.1f, Calibrate: false),
    ];

    /// <summary>Trains from a file and writes the model to another.</summary>
    /// <exception cref="InvalidDataException">The file is not what <see cref="TrainingMessage"/> describes.</exception>
    public static RouterModel Run(string messagesPath, string modelPath)
    {
        var model = Train(File.ReadAllText(messagesPath));
        using var stream = File.Create(modelPath);
        model.Save(stream);
        return model;
    }

    /// <param name="tsv">The content of <c>messages.tsv</c>.</param>
    public static RouterModel Train(string tsv) =>
        Train(TrainingMessage.Parse(tsv), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tsv))));

    /// <returns>Each message with a model that was trained without it and its neighbours.</returns>
    public static IEnumerable<(TrainingMessage Message, RouterModel Model)> HeldOut(string tsv)
    {
        var messages = TrainingMessage.Parse(tsv);
        for (var fold = 0; fold < Folds; fold++)
        {
            var model = Train([.. messages.Where((_, i) => FoldOf(i) != fold)], trainedFrom: "");
            foreach (var message in messages.Where((_, i) => FoldOf(i) == fold))
            {
                yield return (message, model);
            }
        }
    }

    private static int FoldOf(int message) => message / FoldRun % Folds;

    private static RouterModel Train(IReadOnlyList<TrainingMessage> messages, string trainedFrom)
    {
        var known = messages.SelectMany(message => MessageFeatures.Words(message.Text)).CountBy(word => word)
            .Where(count => count.Value >= MinMessages).Select(count => count.Key).ToHashSet();
        var features = messages.Select(message => MessageFeatures.Of(message.Text, known.Contains)).ToArray();
        var counts = features.SelectMany(set => set).CountBy(feature => feature).Where(count => count.Value >= MinMessages).OrderBy(count => count.Key).ToArray();
        var vocabulary = Array.ConvertAll(counts, count => count.Key);
        var importance = Array.ConvertAll(counts, count => (float)(Half)Math.Log(1 + ((double)messages.Count / count.Value)));
        var untrained = new RouterModel("", vocabulary, importance, []);
        var examples = features.Select(set => untrained.Project(set)).Select(v => new VBuffer<float>(vocabulary.Length, v.Indices.Length, v.Values, v.Indices)).ToArray();

        return new(trainedFrom, vocabulary, importance, [.. Targets.Select(target => TrainHead(target, messages, examples))]);
    }

    private static RouterHead TrainHead(Target target, IReadOnlyList<TrainingMessage> messages, VBuffer<float>[] examples)
    {
        var rows = examples.Select((example, i) => new Row { Label = (uint)Array.IndexOf(target.Classes, target.Class(messages[i])), Features = example }).ToArray();
        if (!target.Calibrate)
        {
            return Fit(target, rows, temperature: 1);
        }

        var held = new List<(double[] Scores, uint Label)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var head = Fit(target, [.. rows.Where((_, i) => FoldOf(i) != fold)], temperature: 1);
            held.AddRange(rows.Where((_, i) => FoldOf(i) == fold)
                .Select(row => (head.Logits(row.Features.GetIndices().ToArray(), row.Features.GetValues().ToArray()), row.Label)));
        }

        return Fit(target, rows, Temperature(held));
    }

    private static RouterHead Fit(Target target, Row[] rows, float temperature)
    {
        var ml = new MLContext(seed: 1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        schema[nameof(Row.Label)].ColumnType = new KeyDataViewType(typeof(uint), target.Classes.Length);
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            L1Regularization = 0,
            L2Regularization = target.L2,
            OptimizationTolerance = 1e-4f,
            HistorySize = 10,
            NumberOfThreads = 1,
        }).Fit(ml.Data.LoadFromEnumerable(rows, schema)).Model;
        VBuffer<float>[]? weights = null;
        model.GetWeights(ref weights, out _);
        return RouterHead.Quantize(
            target.Head, target.Classes, Array.ConvertAll(weights, row => row.DenseValues().ToArray()), [.. model.GetBiases()], temperature);
    }

    // The temperature with the least log loss on messages that the scores were not trained on, to one in a hundred.
    private static float Temperature(List<(double[] Scores, uint Label)> held) =>
        Enumerable.Range(30, 271).Select(percent => percent / 100f).MinBy(temperature => held.Sum(row =>
        {
            var highest = row.Scores.Max();
            return Math.Log(row.Scores.Sum(score => Math.Exp((score - highest) / temperature))) - ((row.Scores[row.Label] - highest) / temperature);
        }));

    private sealed record Target(string Head, string[] Classes, Func<TrainingMessage, string> Class, float L2, bool Calibrate);

    private sealed class Row
    {
        public uint Label { get; set; }
        public VBuffer<float> Features { get; set; }
    }
}
