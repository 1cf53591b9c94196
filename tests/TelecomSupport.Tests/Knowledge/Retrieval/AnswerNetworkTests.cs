using System.IO.Compression;
using TelecomSupport.Knowledge.Retrieval;
using TelecomSupport.Knowledge.Training;

namespace TelecomSupport.Tests.Knowledge.Retrieval;

public sealed class AnswerNetworkTests
{
    [Fact]
    public void Shipped_PresentData_IsWhatItWasMadeFrom()
    {
        var associations = File.ReadAllText(InRepository(AnswerNetworkTraining.AssociationsPath));
        var manuals = AnswerNetworkTraining.ReadManuals(InRepository(AnswerNetworkTraining.ManualsPath));

        Assert.True(
            AnswerNetwork.Shipped.TrainedFrom == AnswerNetworkTraining.Hash(associations, manuals),
            "The synonyms, associations or manuals have changed since the network was made: train the network again, build, then train retrieval.");
    }

    [Theory]
    [InlineData("nephew", "child", "router")]
    [InlineData("beep", "sound", "invoice")]
    [InlineData("cheque", "payment", "antenna")]
    [InlineData("drip", "water", "password")]
    [InlineData("snoop", "privacy", "battery")]
    public void Shipped_RelatedWord_IsNearerThanAnother(string word, string related, string other) =>
        Assert.True(Similarity(word, related) > Similarity(word, other) + 0.2f);

    [Theory]
    [InlineData("30")]
    [InlineData("zzyzx")]
    public void Find_NumberOrUnknownWord_IsUnknown(string word)
    {
        var vectors = AnswerNetwork.Shipped.Vectors;

        Assert.Equal(WordVectors.Unknown, vectors.Find(word));
        Assert.True(vectors.Number(word) < 0);
        Assert.Equal(vectors.Number(word), vectors.Number(word));
    }

    [Fact]
    public void Read_Written_SaysTheSame()
    {
        var shipped = AnswerNetwork.Shipped;
        using var stream = new MemoryStream();
        shipped.Write(stream);
        stream.Position = 0;

        var read = AnswerNetwork.Read(stream);

        Assert.Equal((shipped.Vectors.Count, shipped.TrainedFrom), (read.Vectors.Count, read.TrainedFrom));
        Assert.Equal(shipped.Weights, read.Weights);
        for (var word = 0; word < read.Vectors.Count; word += 100)
        {
            Assert.Equal(shipped.Vectors.Weight(word), read.Vectors.Weight(word), tolerance: 0.02f);
            Assert.Equal(shipped.Vectors.Similarity(word, 1), read.Vectors.Similarity(word, 1), tolerance: 0.02f);
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

        Assert.Throws<InvalidDataException>(() => AnswerNetwork.Read(stream));
    }

    private static float Similarity(string a, string b)
    {
        var vectors = AnswerNetwork.Shipped.Vectors;
        return vectors.Similarity(vectors.Find(Tokenizer.Stem(a)), vectors.Find(Tokenizer.Stem(b)));
    }

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
