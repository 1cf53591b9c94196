namespace TelecomSupport.Knowledge.Training;

/// <summary>Adam (Kingma and Ba, 2015) with its usual constants, for numbers of which each step moves only some.</summary>
internal sealed class Adam(int size)
{
    private readonly float[] mean = new float[size];
    private readonly float[] square = new float[size];

    /// <summary>Turns slopes into the steps to take.</summary>
    /// <param name="slopes">Become the steps.</param>
    /// <param name="start">Where they stand among all numbers.</param>
    /// <param name="step">How many steps this makes, from 1.</param>
    public void Ascend(Span<float> slopes, int start, float rate, int step)
    {
        var (meanShare, squareShare) = (1 - MathF.Pow(0.9f, step), 1 - MathF.Pow(0.999f, step));
        for (var i = 0; i < slopes.Length; i++)
        {
            ref var m = ref mean[start + i];
            ref var s = ref square[start + i];
            m = (0.9f * m) + (0.1f * slopes[i]);
            s = (0.999f * s) + (0.001f * slopes[i] * slopes[i]);
            slopes[i] = rate * (m / meanShare) / (MathF.Sqrt(s / squareShare) + 1e-8f);
        }
    }
}
