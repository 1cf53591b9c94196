using TelecomSupport.Embedded.Routing;

namespace TelecomSupport.Embedded.Tests.Routing;

public sealed class RouterModelTests
{
    private static readonly string Messages = File.ReadAllText(RouterData.Path(RouterTraining.MessagesPath));

    [Fact]
    public void Train_ShippedMessages_GivesTheShippedModel()
    {
        var shipped = RouterModel.LoadShipped();

        var trained = RouterTraining.Train(Messages);

        Assert.True(shipped.TrainedFrom == trained.TrainedFrom, "The messages have changed since the model was trained: train the router again.");
        foreach (var message in TrainingMessage.Parse(Messages))
        {
            foreach (var head in new[] { RouterModel.CategoryHead, RouterModel.LanguageHead, RouterModel.AngerHead, RouterModel.FollowUpHead })
            {
                // Processors add vectors in different orders, which moves a score a little.
                var expected = shipped.Score(message.Text).Of(head);
                Assert.All(trained.Score(message.Text).Of(head), score => Assert.Equal(expected[score.Key], score.Value, tolerance: 0.02));
            }
        }
    }

    [Fact]
    public void Load_SavedModel_ScoresTheSame()
    {
        var shipped = RouterModel.LoadShipped();
        using var stream = new MemoryStream();
        shipped.Save(stream);
        stream.Position = 0;

        var loaded = RouterModel.Load(stream);

        Assert.Equal(
            shipped.Score("Why was I charged twice?").Of(RouterModel.CategoryHead), loaded.Score("Why was I charged twice?").Of(RouterModel.CategoryHead));
    }

    [Fact]
    public void Load_OtherVersion_Throws()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(new System.IO.Compression.BrotliStream(stream, System.IO.Compression.CompressionMode.Compress, leaveOpen: true)))
        {
            writer.Write(int.MaxValue);
            writer.Write(0);
        }

        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => RouterModel.Load(stream));
    }

    [Fact]
    public void Messages_Shipped_AreManyAndInSixLanguages()
    {
        var messages = TrainingMessage.Parse(Messages);

        Assert.True(messages.Count >= 2000);
        Assert.Equal(["billing", "other", "technical"], messages.Select(message => message.Label).Distinct().Order());
        Assert.Equal(["de", "en", "es", "fr", "pl", "pt"], messages.Select(message => message.Language).Distinct().Order());
        Assert.Equal(messages.Count, messages.DistinctBy(message => string.Concat(message.Text.Split(' ')).ToUpperInvariant()).Count());
    }

    [Fact]
    public void Messages_Shipped_HoldNoneThatTheRouterIsMeasuredOn()
    {
        var measured = RouterData.Chat().Select(example => example.Text.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(TrainingMessage.Parse(Messages), message => measured.Contains(message.Text));
    }
}
