using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Knowledge.Training;

namespace TelecomSupport.Tests.Knowledge.Training;

public sealed class AnswerNetworkSlopesTests
{
    private const string Manual =
        """
        # Camera

        ## Charge the battery
        Plug the cable into the port and charge for two hours. The light turns green.
        ? how long to fill the accu
        ? flat again after the party
        ! is it loud

        ## Clean the lens
        Wipe the glass with a soft cloth and water.
        ? smeary picture
        ! which brand of cloth

        ## Sound volume
        Turn the dial on the cable to change how loud it plays.
        ? too quiet, louder please
        ? grandma can hardly hear it
        """;

    private const float Change = 2e-3f;

    private static readonly TrainingManual Parsed = TrainingManual.Parse("camera", Manual);
    private static readonly string[] Stems = [.. Manual.Split('\n').SelectMany(WordVectors.Stems).Distinct()];

    [Fact]
    public void Add_EveryWeight_IsTheSlopeOfTheLikelihood()
    {
        var (network, slopes) = Start();
        var likelihood = Likelihood(slopes);

        Assert.True(likelihood < 0);
        foreach (var weight in Largest(slopes.Weights, step: 50))
        {
            var measured = (Likelihood(Changed(weight, Change)) - Likelihood(Changed(weight, -Change))) / (2 * Change);
            AssertNear(measured, slopes.Weights[weight]);
        }

        AnswerNetworkSlopes Changed(int weight, float by)
        {
            var (other, changed) = Start();
            other.Weights[weight] += by;
            return changed;
        }
    }

    [Fact]
    public void Add_EveryWord_IsTheSlopeOfTheLikelihood()
    {
        var (_, slopes) = Start();
        Likelihood(slopes);

        foreach (var component in Largest(slopes.Vectors, step: 20))
        {
            var measured = (Likelihood(Changed(component, Change)) - Likelihood(Changed(component, -Change))) / (2 * Change);
            AssertNear(measured, slopes.Vectors[component]);
        }

        AnswerNetworkSlopes Changed(int component, float by)
        {
            var (other, changed) = Start();
            var step = new float[WordVectors.Dimensions];
            step[component % WordVectors.Dimensions] = by;
            other.Vectors.Move(component / WordVectors.Dimensions, step);
            return changed;
        }
    }

    [Fact]
    public void Clear_AfterSlopes_LeavesNone()
    {
        var (_, slopes) = Start();
        Likelihood(slopes);

        slopes.Clear();

        Assert.Empty(slopes.Words);
        Assert.All(slopes.Weights, slope => Assert.Equal(0, slope));
        Assert.All(slopes.Vectors, slope => Assert.Equal(0, slope));
    }

    // Every time the same vectors and weights, none of them 0, and the same chances.
    private static (AnswerNetwork Network, AnswerNetworkSlopes Slopes) Start()
    {
        var random = new Random(3);
        var vectors = new WordVectors(Stems, Random(Stems.Length * WordVectors.Dimensions));
        var network = new AnswerNetwork("", vectors, Random(AnswerNetwork.Size));
        return (network, new(network, random));

        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 0.3f)];
    }

    private static double Likelihood(AnswerNetworkSlopes slopes) =>
        slopes.Add([new(Parsed, Lexicon.Build(Parsed.Passages), Start().Network.Vectors, new([Parsed]))]);

    // Where a step changes which word or unit is the nearest, the slope jumps: the largest ones tell enough.
    private static IEnumerable<int> Largest(float[] slopes, int step) =>
        Enumerable.Range(0, slopes.Length).OrderByDescending(i => Math.Abs(slopes[i])).Where((_, rank) => rank % step == 0).Take(40);

    private static void AssertNear(double measured, double slope) => Assert.Equal(measured, slope, tolerance: 0.002 + (0.03 * Math.Abs(slope)));
}
