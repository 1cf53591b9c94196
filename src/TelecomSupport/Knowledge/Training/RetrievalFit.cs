using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Evaluation;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Routing;
using TelecomSupport.Technical;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// Fits the weights of <see cref="RetrievalModel"/>: ranking by maximum likelihood of the right passages in a softmax over a question's
/// candidates (ListNet's top-one probability; Cao et al., 2007), answerability by logistic regression in which answerable and unanswerable
/// questions weigh the same and no weight is below 0: the questions of the data are harder than most, and must not teach that a passage which
/// meets more of a question answers it less. What was routed elsewhere has a regression of its own, in which questions with an answer, questions
/// without and messages that ask the documents nothing weigh the same. All with a quadratic penalty, by gradient ascent; the same data gives the
/// same weights.
/// </summary>
public sealed class RetrievalFit
{
    private const int Candidates = 50;
    private const int Steps = 6000;
    private const double Penalty = 0.1;

    private readonly List<Searched> searched = [];
    private readonly List<RoutedElsewhere> elsewhere = [];

    /// <summary>Searches an index for the questions that its documents are asked, to be fitted on.</summary>
    public async Task AddAsync(
        IKnowledgeIndex index, IMessageRouter router, IReadOnlyList<RetrievalQuestion> questions, CancellationToken cancellation)
    {
        var evaluation = new RetrievalEvaluation(index, router);
        foreach (var labelled in questions)
        {
            var followUp = FollowUp.Read(labelled.Question, await evaluation.HistoryAsync(labelled, cancellation));
            var question = QuestionAnalyzer.Analyze(followUp.Question, await index.ReadLexiconAsync(cancellation), Synonyms.Shipped);
            var found = await index.SearchAsync(new(question.Text, question.Stems, Vector: null, Candidates), cancellation);
            searched.Add(new(labelled, question, found));
            var route = await router.RouteAsync(labelled.Question, ConversationHistory.Empty, cancellation);
            if (labelled.History.Count == 0 && route.Category != TechnicalAgent.Definition.Category)
            {
                elsewhere.Add(new(labelled.Answers.Count > 0 ? Asks.Answered : Asks.Unanswered, route.Confidence, question, found));
            }
        }
    }

    /// <summary>Searches an index for messages that are not its documents' and were routed elsewhere, to be fitted on.</summary>
    public async Task AddElsewhereAsync(IKnowledgeIndex index, IEnumerable<(string Message, double Confidence)> messages, CancellationToken cancellation)
    {
        var lexicon = await index.ReadLexiconAsync(cancellation);
        foreach (var (message, confidence) in messages)
        {
            var question = QuestionAnalyzer.Analyze(message, lexicon, Synonyms.Shipped);
            var found = await index.SearchAsync(new(message, question.Stems, Vector: null, Candidates), cancellation);
            elsewhere.Add(new(Asks.Nothing, confidence, question, found));
        }
    }

    /// <returns>The weights as C# that can replace the constants of <see cref="RetrievalModel.Fitted"/>.</returns>
    public string Fit()
    {
        var ranking = FitRanking(searched);
        var answerability = FitAnswerability(searched, RetrievalModel.Fitted with { Ranking = ranking });
        var fitted = new RetrievalModel(ranking, answerability, RetrievalModel.Fitted.Elsewhere);
        return $"[{Written(ranking)}],\n[{Written(answerability)}],\n[{Written(FitElsewhere(elsewhere, fitted))}]";
    }

    private static double[] FitElsewhere(List<RoutedElsewhere> elsewhere, RetrievalModel model)
    {
        var kinds = elsewhere.CountBy(entry => entry.Asks).ToDictionary();
        var examples = elsewhere.ConvertAll(entry =>
        {
            var answered = model.AnsweredProbability(PassageRanker.Rank(entry.Question, entry.Found, model));
            return (Features: (double[])[.. Answerability.ElsewhereFeatures(answered, entry.Confidence, entry.Question), 1], entry.Asks);
        });
        return Ascend(RetrievalModel.Fitted.Elsewhere.Count, examples.Count, isAnswerability: true, (weights, gradient) =>
        {
            foreach (var (features, asks) in examples)
            {
                var error = (asks == Asks.Answered ? 1 : 0) - (1 / (1 + Math.Exp(-Dot(weights, features))));
                Add(gradient, features, error * examples.Count / kinds.Count / kinds[asks]);
            }
        });
    }

    private static double[] FitRanking(List<Searched> searched)
    {
        var groups = new List<(double[] Features, bool IsRight)[]>();
        foreach (var (labelled, question, found) in searched)
        {
            var group = PassageRanker.Rank(question, found, RetrievalModel.Fitted)
                .Select(ranked => (ranked.Features, labelled.IsAnsweredBy(ranked.Passage.Document, ranked.Passage.Section))).ToArray();
            if (group.Any(candidate => candidate.Item2))
            {
                groups.Add(group);
            }
        }

        return Ascend(RetrievalModel.Fitted.Ranking.Count, groups.Count, isAnswerability: false, (weights, gradient) =>
        {
            foreach (var group in groups)
            {
                var likelihoods = Array.ConvertAll(group, candidate => Math.Exp(Dot(weights, candidate.Features)));
                var all = likelihoods.Sum();
                var right = group.Zip(likelihoods).Where(pair => pair.First.IsRight).Sum(pair => pair.Second);
                for (var i = 0; i < group.Length; i++)
                {
                    Add(gradient, group[i].Features, (group[i].IsRight ? likelihoods[i] / right : 0) - (likelihoods[i] / all));
                }
            }
        });
    }

    private static double[] FitAnswerability(List<Searched> searched, RetrievalModel model)
    {
        var examples = new List<(double[] Features, bool IsAnswered)>();
        foreach (var (labelled, question, found) in searched.Where(entry => entry.Found.Count > 0))
        {
            var ranked = PassageRanker.Rank(question, found, model);
            var isRight = ranked.Take(3).Any(passage => labelled.IsAnsweredBy(passage.Passage.Document, passage.Passage.Section));
            if (isRight || labelled.Answers.Count == 0)
            {
                examples.Add(([.. Answerability.Features(ranked), 1], isRight));
            }
        }

        // A question whose right passage is not found gains nothing by an answer: it counts among the answerable, and speaks for none.
        var unanswerable = searched.Count(entry => entry.Labelled.Answers.Count == 0);
        var answerable = searched.Count - unanswerable;
        return Ascend(RetrievalModel.Fitted.Answerability.Count, examples.Count, isAnswerability: true, (weights, gradient) =>
        {
            foreach (var (features, isAnswered) in examples)
            {
                var error = (isAnswered ? 1 : 0) - (1 / (1 + Math.Exp(-Dot(weights, features))));
                Add(gradient, features, error * examples.Count / 2 / (isAnswered ? answerable : unanswerable));
            }
        });
    }

    // Adam (Kingma and Ba, 2015) with its usual constants, on the mean gradient.
    private static double[] Ascend(int size, int examples, bool isAnswerability, Action<double[], double[]> addGradient)
    {
        var (weights, mean, square) = (new double[size], new double[size], new double[size]);
        for (var step = 1; step <= Steps; step++)
        {
            var gradient = new double[size];
            addGradient(weights, gradient);
            for (var i = 0; i < size; i++)
            {
                var slope = (gradient[i] - (isAnswerability && i == size - 1 ? 0 : Penalty * weights[i])) / examples;
                mean[i] = (0.9 * mean[i]) + (0.1 * slope);
                square[i] = (0.999 * square[i]) + (0.001 * slope * slope);
                weights[i] += 0.02 * (mean[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
                weights[i] = isAnswerability && i < size - 1 ? Math.Max(0, weights[i]) : weights[i];
            }
        }

        return weights;
    }

    private static double Dot(double[] weights, double[] features) => weights.Zip(features, (weight, feature) => weight * feature).Sum();

    private static void Add(double[] gradient, double[] features, double factor)
    {
        for (var i = 0; i < features.Length; i++)
        {
            gradient[i] += factor * features[i];
        }
    }

    private static string Written(double[] weights) =>
        string.Join(", ", weights.Select(weight => weight.ToString("F2", System.Globalization.CultureInfo.InvariantCulture)));

    private sealed record Searched(RetrievalQuestion Labelled, Question Question, IReadOnlyList<ScoredPassage> Found);

    private enum Asks
    {
        Nothing,
        Answered,
        Unanswered,
    }

    private sealed record RoutedElsewhere(Asks Asks, double Confidence, Question Question, IReadOnlyList<ScoredPassage> Found);
}
