using TelecomSupport.Knowledge.Retrieval;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class EnglishStemmerTests
{
    // From the sample vocabulary on the algorithm's page, https://snowballstem.org/algorithms/english/stemmer.html.
    [Theory]
    [InlineData("consign", "consign")]
    [InlineData("consigned", "consign")]
    [InlineData("consignment", "consign")]
    [InlineData("consistency", "consist")]
    [InlineData("consolation", "consol")]
    [InlineData("consolatory", "consolatori")]
    [InlineData("consolidate", "consolid")]
    [InlineData("consonant", "conson")]
    [InlineData("conspicuously", "conspicu")]
    [InlineData("constancy", "constanc")]
    [InlineData("knack", "knack")]
    [InlineData("knaves", "knave")]
    [InlineData("kneeled", "kneel")]
    [InlineData("knightly", "knight")]
    [InlineData("knitting", "knit")]
    public void Stem_SampleVocabulary_IsAsPublished(string word, string stem) => Assert.Equal(stem, EnglishStemmer.Stem(word));

    [Theory]
    [InlineData("hoping", "hope")]
    [InlineData("hopping", "hop")]
    [InlineData("skies", "sky")]
    [InlineData("ties", "tie")]
    [InlineData("cries", "cri")]
    [InlineData("proceed", "proceed")]
    [InlineData("generously", "generous")]
    [InlineData("communities", "communiti")]
    [InlineData("gas", "gas")]
    [InlineData("is", "is")]
    [InlineData("tv-box", "tv-box")]
    public void Stem_RulesAndExceptions_AreApplied(string word, string stem) => Assert.Equal(stem, EnglishStemmer.Stem(word));
}
