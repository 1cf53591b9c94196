using System.Numerics.Tensors;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// What of a passage's words has a vector. The passage's own is the sum of theirs, those of the innermost heading twice. Only its length is
/// kept: its product with a question's follows from the words'.
/// </summary>
internal sealed class PassageMeaning
{
    // As in training.
    private const int HeadingWeight = 2;

    public PassageMeaning(IndexedPassage passage)
    {
        var vectors = WordVectors.Shipped;
        var words = new List<(int Word, int Count)>(passage.Terms.Count);
        var sum = new float[WordVectors.Dimensions];
        foreach (var term in passage.Terms)
        {
            if (vectors.Find(term) is var word and not WordVectors.Unknown)
            {
                var count = 0;
                foreach (var position in passage.Positions(term))
                {
                    count += position >= passage.TextStart ? 1 : position >= passage.SectionStart ? HeadingWeight : 0;
                }

                words.Add((word, count));
                vectors.AddTo(sum, word, count);
            }
        }

        Words = [.. words];
        Length = TensorPrimitives.Norm<float>(sum);
    }

    /// <summary>Each word that has a vector, with how often it counts: 0 when only the title or an outer heading has it.</summary>
    public (int Word, int Count)[] Words { get; }

    /// <summary>The length of the passage's vector; 0 when none of its words has one.</summary>
    public float Length { get; }
}
