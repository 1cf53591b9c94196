namespace TelecomSupport.Embedded.Routing;

/// <summary>One linear softmax. Weights are kept in eight bits with a scale for each class, which costs no accuracy and a quarter of the size.</summary>
/// <param name="Weights">By class, then by feature.</param>
/// <param name="Temperature">Divides the scores so that the probabilities are calibrated (Guo et al., 2017).</param>
internal sealed record RouterHead(string Name, string[] Classes, sbyte[][] Weights, float[] Scales, float[] Biases, float Temperature)
{
    public static RouterHead Quantize(string name, string[] classes, float[][] weights, float[] biases, float temperature)
    {
        var scales = Array.ConvertAll(weights, row => Math.Max(row.Max(MathF.Abs), float.Epsilon) / sbyte.MaxValue);
        var bytes = weights.Select((row, k) => Array.ConvertAll(row, weight => (sbyte)MathF.Round(weight / scales[k]))).ToArray();
        return new(name, classes, bytes, scales, biases, temperature);
    }

    public IReadOnlyDictionary<string, double> Probabilities(int[] indices, float[] values)
    {
        var scores = Logits(indices, values);
        var highest = scores.Max();
        var powers = Array.ConvertAll(scores, score => Math.Exp((score - highest) / Temperature));
        var sum = powers.Sum();
        return Classes.Select((name, k) => (name, powers[k] / sum)).ToDictionary();
    }

    public double[] Logits(int[] indices, float[] values)
    {
        var scores = new double[Classes.Length];
        for (var k = 0; k < scores.Length; k++)
        {
            var row = Weights[k];
            var sum = 0f;
            for (var i = 0; i < indices.Length; i++)
            {
                sum += row[indices[i]] * values[i];
            }

            scores[k] = Biases[k] + (sum * Scales[k]);
        }

        return scores;
    }

    public static RouterHead Read(BinaryReader reader, int features)
    {
        var name = reader.ReadString();
        var classes = new string[reader.ReadInt32()];
        var weights = new sbyte[classes.Length][];
        var scales = new float[classes.Length];
        var biases = new float[classes.Length];
        for (var k = 0; k < classes.Length; k++)
        {
            classes[k] = reader.ReadString();
            biases[k] = reader.ReadSingle();
            scales[k] = reader.ReadSingle();
            weights[k] = (sbyte[])(object)reader.ReadBytes(features);
        }

        return new(name, classes, weights, scales, biases, reader.ReadSingle());
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Classes.Length);
        for (var k = 0; k < Classes.Length; k++)
        {
            writer.Write(Classes[k]);
            writer.Write(Biases[k]);
            writer.Write(Scales[k]);
            writer.Write((byte[])(object)Weights[k]);
        }

        writer.Write(Temperature);
    }
}
