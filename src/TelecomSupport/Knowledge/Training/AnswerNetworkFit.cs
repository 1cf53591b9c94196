using System.Numerics.Tensors;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>
/// Fits <see cref="AnswerNetwork"/> and moves the word vectors with it: by maximum likelihood, its slopes followed by Adam (Kingma and Ba, 2015).
/// Questions weigh by <see cref="QuestionStyle"/>, lest wording give answers away. The same data gives the same weights.
/// </summary>
internal sealed class AnswerNetworkFit
{
    private const int Epochs = 8;
    private const int ManualsInBatch = 4;
    private const float Rate = 0.003f;
    private const float VectorRate = 0.001f;

    private readonly AnswerNetwork network;
    private readonly Random random = new(1);
    private readonly AnswerNetworkSlopes slopes;
    private readonly Adam weightSteps = new(AnswerNetwork.Size);
    private readonly Adam vectorSteps;
    private int steps;

    private AnswerNetworkFit(WordVectors vectors, string trainedFrom)
    {
        network = new(trainedFrom, vectors, AnswerNetwork.Start(random));
        slopes = new(network, random);
        vectorSteps = new(slopes.Vectors.Length);
    }

    /// <param name="vectors">Are moved.</param>
    /// <param name="report">Takes, after each epoch, the mean logarithm of the likelihood.</param>
    public static AnswerNetwork Fit(WordVectors vectors, IReadOnlyList<TrainingManual> manuals, string trainedFrom, Action<double> report)
    {
        var fit = new AnswerNetworkFit(vectors, trainedFrom);
        var style = new QuestionStyle(manuals);
        var shuffled = manuals.ToArray();
        fit.random.Shuffle(shuffled);
        var read = shuffled.Select((manual, i) => new ManualReading(manual, Collection(shuffled, i), vectors, style)).ToArray();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            fit.random.Shuffle(read);
            var likelihood = 0.0;
            foreach (var (i, batch) in read.Chunk(ManualsInBatch).Index())
            {
                likelihood += fit.Step(batch, 1 - ((epoch + (i * (float)ManualsInBatch / read.Length)) / Epochs));
            }

            report(likelihood / read.Length);
        }

        return fit.network;
    }

    // How rare a word is depends on how much there is beside the manual: collections of 6 to 41 manuals, from some 70 to 500 passages.
    private static Lexicon Collection(TrainingManual[] manuals, int first) =>
        Lexicon.Build(Enumerable.Range(first, 1 + (5 * (1 + (first % 8)))).SelectMany(i => manuals[i % manuals.Length].Passages));

    private double Step(ManualReading[] batch, float rateShare)
    {
        var likelihood = slopes.Add(batch);
        steps++;
        weightSteps.Ascend(slopes.Weights, 0, Rate * rateShare, steps);
        TensorPrimitives.Add(network.Weights, slopes.Weights, network.Weights);
        foreach (var word in slopes.Words)
        {
            var slope = Matrix.Row(slopes.Vectors, word);
            vectorSteps.Ascend(slope, word * WordVectors.Dimensions, VectorRate * rateShare, steps);
            network.Vectors.Move(word, slope);
        }

        slopes.Clear();
        return likelihood;
    }
}
