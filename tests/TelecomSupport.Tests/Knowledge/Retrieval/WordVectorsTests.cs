using System.IO.Compression;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Knowledge.Training;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class WordVectorsTests
{
    [Fact]
    public void Shipped_PresentData_IsWhatTheyWereMadeFrom()
    {
        var associations = File.ReadAllText(InRepository(WordVectorFit.AssociationsPath));
        var manuals = WordVectorFit.ReadManuals(InRepository(WordVectorFit.ManualsPath));

        Assert.True(
            WordVectors.Shipped.TrainedFrom == WordVectorFit.Hash(associations, manuals),
            "The synonyms, associations or manuals have changed since the vectors were made: train the vectors again, build, then train retrieval.");
    }

    [Theory]
    [InlineData("nephew", "child", "router")]
    [InlineData("beep", "sound", "invoice")]
    [InlineData("cheque", "payment", "antenna")]
    [InlineData("leak", "water", "password")]
    [InlineData("snoop", "privacy", "battery")]
    public void Shipped_RelatedWord_IsNearerThanAnother(string word, string related, string other) =>
        Assert.True(Similarity(WordVectors.Shipped, word, related) > Similarity(WordVectors.Shipped, word, other) + 0.2f);

    [Theory]
    [InlineData("the")]
    [InlineData("30")]
    [InlineData("zzyzx")]
    public void Find_WordOfGrammarNumberOrUnknown_IsUnknown(string word) => Assert.Equal(WordVectors.Unknown, WordVectors.Shipped.Find(Tokenizer.Stem(word)));

    [Fact]
    public void Read_Written_SaysTheSame()
    {
        using var stream = new MemoryStream();
        WordVectors.Shipped.Write(stream);
        stream.Position = 0;

        var read = WordVectors.Read(stream);

        Assert.Equal((WordVectors.Shipped.Count, WordVectors.Shipped.TrainedFrom), (read.Count, read.TrainedFrom));
        for (var word = 0; word < read.Count; word += 100)
        {
            Assert.Equal(WordVectors.Shipped.Weight(word), read.Weight(word), tolerance: 0.02f);
            Assert.Equal(WordVectors.Shipped.Similarity(word, 1), read.Similarity(word, 1), tolerance: 0.02f);
        }
    }

    [Fact]
    public void Read_AnotherVersion_IsRefused()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true)))
        {
            writer.Write(0);
        }

        stream.Position = 0;

        Assert.Throws<InvalidDataException>(() => WordVectors.Read(stream));
    }

    private static float Similarity(WordVectors vectors, string a, string b) =>
        vectors.Similarity(vectors.Find(Tokenizer.Stem(a)), vectors.Find(Tokenizer.Stem(b)));

    private static string InRepository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run in the repository.");
        }

        return Path.Combine(folder.FullName, path);
    }
}
