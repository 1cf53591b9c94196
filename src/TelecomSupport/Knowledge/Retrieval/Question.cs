namespace TelecomSupport.Knowledge.Retrieval;

/// <summary>Another way to say a term: one stem, or several that stand together.</summary>
/// <param name="Weight">How sure it is the same thing, up to 1.</param>
internal sealed record Alternative(string[] Stems, double Weight);

/// <summary>One thing that a question is about.</summary>
/// <param name="Text">As the question has it.</param>
/// <param name="Stem">Its stem, its spelling repaired.</param>
/// <param name="Weight">How much it tells, 0 to 1: rare in the documents and not a word of grammar.</param>
/// <param name="Alternatives">The ways to say it whose words the documents have: the term itself first when it is one of them.</param>
/// <param name="IsName">Whether it looks like a name or a code: it has a digit, or a capital inside a sentence.</param>
internal sealed record QuestionTerm(string Text, string Stem, double Weight, IReadOnlyList<Alternative> Alternatives, bool IsName);

/// <summary>A question as it is searched for. Immutable.</summary>
/// <param name="Text">The question, made to stand alone.</param>
/// <param name="Words">Every word in order, its spelling repaired.</param>
/// <param name="Terms">Most telling words in their order; empty when there are none.</param>
/// <param name="AsksFor">The kinds of facts that would answer it.</param>
/// <param name="Stems">The most telling stems that a matching passage may have, each once; every one is in the lexicon.</param>
internal sealed record Question(
    string Text, IReadOnlyList<AskedWord> Words, IReadOnlyList<QuestionTerm> Terms, UnitFacts AsksFor, IReadOnlyList<string> Stems)
{
    public const int MaxTerms = 24;

    /// <summary>More words to search for find no better candidates.</summary>
    public const int MaxStems = 40;

    private readonly HashSet<string> stems = [.. Terms.SelectMany(term => term.Alternatives).SelectMany(alternative => alternative.Stems)];

    /// <returns>Whether the stem is one of a term's alternatives, or part of one.</returns>
    public bool Asks(string stem) => stems.Contains(stem);

    /// <summary>The sum of the terms' weights.</summary>
    public double Weight { get; } = Terms.Sum(term => term.Weight);
}
