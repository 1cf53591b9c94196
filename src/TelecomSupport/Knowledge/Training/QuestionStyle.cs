using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// How far a question's wording alone, whatever it is about, gives away whether it is answered: a logistic regression on its words of grammar and
/// story, its first word and its length. By the inverse of that likelihood (Rosenbaum and Rubin, 1983) questions weigh so that wording tells nothing.
/// </summary>
internal sealed class QuestionStyle
{
    private const int Epochs = 8;
    private const double Rate = 0.05;
    private const double Penalty = 1e-4;
    private const double MostWeight = 5;

    private readonly Dictionary<string, double> weights = new(StringComparer.Ordinal);
    private readonly double answeredShare;

    public QuestionStyle(IReadOnlyList<TrainingManual> manuals)
    {
        var sections = manuals.SelectMany(manual => manual.Sections).ToArray();
        var read = sections.SelectMany(section => section.Questions.Select(question => (Features: Features(question), IsAnswered: true))
            .Concat(section.NearMisses.Select(question => (Features: Features(question), IsAnswered: false)))).ToArray();

        // Not quite 1 when nothing is missed.
        answeredShare = (read.Count(question => question.IsAnswered) + 1) / (read.Length + 2.0);
        var random = new Random(1);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(read);
            foreach (var (features, isAnswered) in read)
            {
                var error = (isAnswered ? 1 : 0) - Likelihood(features);
                foreach (var feature in features)
                {
                    var weight = weights.GetValueOrDefault(feature);
                    weights[feature] = weight + (Rate * (error - (Penalty * weight)));
                }
            }
        }
    }

    /// <returns>How much the question weighs, 1 on average.</returns>
    public float Weight(string question, bool isAnswered)
    {
        var likelihood = Likelihood(Features(question));
        return (float)Math.Min(MostWeight, isAnswered ? answeredShare / likelihood : (1 - answeredShare) / (1 - likelihood));
    }

    private static List<string> Features(string question)
    {
        var stems = AskedWord.Stems(question).ToList();
        var style = stems.FindAll(stem => StopWords.Weight(stem) < 1 || StopWords.StoryShare(stem, stem) < 1);
        var features = new List<string>(style) { $"#{Math.Min(5, stems.Count / 4)}", stems.Count > 0 && StopWords.Weight(stems[0]) < 1 ? $"^{stems[0]}" : "^" };
        features.AddRange(style.Zip(style.Skip(1), (first, second) => $"{first} {second}"));
        return features;
    }

    private double Likelihood(List<string> features) =>
        1 / (1 + Math.Exp(-Math.Log(answeredShare / (1 - answeredShare)) - features.Sum(feature => weights.GetValueOrDefault(feature))));
}
