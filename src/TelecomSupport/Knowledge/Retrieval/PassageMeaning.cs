using System.Numerics.Tensors;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// What of a passage's words has a vector. A unit means the sum of its words' vectors; the passage the sum of its units', and of its innermost
/// heading's twice. Only the lengths of the sums are kept: their products with a question follow from its products with the words.
/// </summary>
internal sealed class PassageMeaning
{
    /// <summary>How many times a word of the innermost heading counts, as in training.</summary>
    public const int HeadingWeight = 2;

    public PassageMeaning(IndexedPassage passage)
    {
        var vectors = WordVectors.Shipped;
        Words = [.. passage.Terms.Select(term => (Word: vectors.Find(term), Term: term)).Where(known => known.Word != WordVectors.Unknown)
            .Select(known => (known.Word, passage.Positions(known.Term).ToArray()))];
        var all = new float[WordVectors.Dimensions];
        var units = Array.ConvertAll(passage.Units, _ => new float[WordVectors.Dimensions]);
        foreach (var (word, positions) in Words)
        {
            foreach (var position in positions)
            {
                if (position >= passage.TextStart)
                {
                    vectors.AddTo(units[passage.UnitAt(position)], word, 1);
                    vectors.AddTo(all, word, 1);
                }
                else if (position >= passage.SectionStart)
                {
                    vectors.AddTo(all, word, HeadingWeight);
                }
            }
        }

        Length = TensorPrimitives.Norm<float>(all);
        UnitLengths = Array.ConvertAll(units, unit => TensorPrimitives.Norm<float>(unit));
    }

    /// <summary>Each word that has a vector, with its places in the passage.</summary>
    public (int Word, int[] Positions)[] Words { get; }

    /// <summary>The length of the passage's vector; 0 when none of its words has one.</summary>
    public float Length { get; }

    /// <summary>The length of each unit's vector.</summary>
    public float[] UnitLengths { get; }
}
