using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Knowledge.Training;

/// <summary>A manual and its questions as <see cref="AnswerNetwork"/> reads them.</summary>
internal sealed class ManualReading
{
    /// <param name="lexicon">Of the collection that it is part of.</param>
    public ManualReading(TrainingManual manual, Lexicon lexicon, WordVectors vectors, QuestionStyle style)
    {
        Sections = Array.ConvertAll(manual.Passages, passage => new PassageMeaning(IndexedPassage.Of(passage), vectors));
        Questions = [.. manual.Sections.SelectMany((section, i) => section.Questions.Select(question => Read(question, i))
            .Concat(section.NearMisses.Select(question => Read(question, AskedOfManual.None))))];

        AskedOfManual Read(string question, int section)
        {
            var words = AskedWord.Stems(question).Select(stem => new AskedWord(stem, lexicon.Rarity(lexicon.Frequency(stem))));
            return new([.. words], section, style.Weight(question, section != AskedOfManual.None));
        }
    }

    public PassageMeaning[] Sections { get; }

    public AskedOfManual[] Questions { get; }
}

/// <param name="Section">The section that answers it, or <see cref="None"/>.</param>
/// <param name="Weight">How much it teaches, 1 on average.</param>
internal sealed record AskedOfManual(AskedWord[] Words, int Section, float Weight)
{
    public const int None = -1;
}
