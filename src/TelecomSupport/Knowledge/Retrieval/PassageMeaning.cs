using System.Numerics.Tensors;

namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>
/// A passage's words as <see cref="QuestionReading"/> meets them: those that tell something, of the innermost heading and the text. The passage's
/// vector is the sum of theirs, those of the heading twice; only its length is kept, its product with a question's follows from the words'.
/// </summary>
internal sealed class PassageMeaning
{
    private const int HeadingWeight = 2;

    public PassageMeaning(IndexedPassage passage, WordVectors vectors)
    {
        var words = new List<(int Word, int Count)>(passage.Terms.Count);
        var heading = new List<(int Word, int Count)>();
        var units = Array.ConvertAll(passage.Units, _ => new List<int>());
        foreach (var term in passage.Terms.Where(term => StopWords.Weight(term) > 0))
        {
            var word = vectors.Number(term);
            var (inHeading, inText, last) = (0, 0, -1);
            foreach (var position in passage.Positions(term))
            {
                if (position >= passage.TextStart)
                {
                    inText++;
                    if (passage.UnitAt(position) is var unit && unit != last)
                    {
                        units[unit].Add(word);
                        last = unit;
                    }
                }
                else if (position >= passage.SectionStart)
                {
                    inHeading++;
                }
            }

            if (inHeading > 0)
            {
                heading.Add((word, inHeading));
            }

            if (inHeading + inText > 0)
            {
                words.Add((word, (HeadingWeight * inHeading) + inText));
            }

            Count += inHeading + inText;
        }

        Questions = [.. passage.Questions.Select(stems => stems.Where(stem => StopWords.Weight(stem) > 0).Distinct().Select(vectors.Number).ToArray())
            .Where(question => question.Length > 0)];
        Words = [.. words];
        HeadingWords = [.. heading];
        Units = Array.ConvertAll(units, unit => unit.ToArray());
        Length = TensorPrimitives.Norm<float>(Sum(Words, vectors));
        HeadingLength = TensorPrimitives.Norm<float>(Sum(HeadingWords, vectors));
    }

    /// <summary>The same words, when their vectors have been moved.</summary>
    public PassageMeaning(PassageMeaning same, WordVectors vectors)
    {
        (Words, HeadingWords, Units, Questions, Count) = (same.Words, same.HeadingWords, same.Units, same.Questions, same.Count);
        Length = TensorPrimitives.Norm<float>(Sum(Words, vectors));
        HeadingLength = TensorPrimitives.Norm<float>(Sum(HeadingWords, vectors));
    }

    /// <summary>Each word, and how often it counts.</summary>
    public (int Word, int Count)[] Words { get; }

    /// <summary>Each word of the innermost heading, and how often it is there.</summary>
    public (int Word, int Count)[] HeadingWords { get; }

    /// <summary>Each unit's words, once.</summary>
    public int[][] Units { get; }

    /// <summary>The telling words of each question that its author lists, once.</summary>
    public int[][] Questions { get; }

    /// <summary>How many words tell something.</summary>
    public int Count { get; }

    /// <summary>The length of the passage's vector; 0 when none of its words has one.</summary>
    public float Length { get; }

    /// <summary>The length of the heading's vector.</summary>
    public float HeadingLength { get; }

    /// <returns>The sum of the words' vectors.</returns>
    public static float[] Sum((int Word, int Count)[] words, WordVectors vectors)
    {
        var sum = new float[WordVectors.Dimensions];
        foreach (var (word, count) in words)
        {
            if (word >= 0)
            {
                vectors.AddTo(sum, word, count);
            }
        }

        return sum;
    }
}
