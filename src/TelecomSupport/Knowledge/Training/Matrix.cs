using System.Numerics.Tensors;
using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>Rows of <see cref="WordVectors.Dimensions"/> numbers, one after the other.</summary>
internal static class Matrix
{
    public static Span<float> Row(float[] matrix, int row) => matrix.AsSpan(row * WordVectors.Dimensions, WordVectors.Dimensions);

    /// <summary>Adds a multiple of one row to another.</summary>
    public static void AddTo(Span<float> row, ReadOnlySpan<float> other, float factor) => TensorPrimitives.MultiplyAdd(other, factor, row, row);

    public static void Scale(Span<float> row, float factor) => TensorPrimitives.Multiply(row, factor, row);

    /// <summary>Divides a row by its length.</summary>
    public static void Normalize(Span<float> row) => TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row) + 1e-6f, row);

    /// <summary>Makes the columns orthogonal and of length 1 (modified Gram-Schmidt).</summary>
    public static void Orthonormalize(float[] matrix)
    {
        var columns = Transposed(matrix);
        for (var column = 0; column < columns.Length; column++)
        {
            for (var earlier = 0; earlier < column; earlier++)
            {
                var shared = TensorPrimitives.Dot<float>(columns[column], columns[earlier]);
                TensorPrimitives.MultiplyAdd(columns[earlier], -shared, columns[column], columns[column]);
            }

            Normalize(columns[column]);
        }

        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i] = columns[i % WordVectors.Dimensions][i / WordVectors.Dimensions];
        }
    }

    private static float[][] Transposed(float[] matrix)
    {
        var columns = new float[WordVectors.Dimensions][];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = new float[matrix.Length / WordVectors.Dimensions];
        }

        for (var i = 0; i < matrix.Length; i++)
        {
            columns[i % WordVectors.Dimensions][i / WordVectors.Dimensions] = matrix[i];
        }

        return columns;
    }
}
