using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TelecomSupport.Turns;

namespace TelecomSupport.Tests;

public sealed class SupportOptionsTests
{
    [Fact]
    public void AddSupportOptions_NothingConfigured_KeepsTheDefaults()
    {
        var chat = Chat([]);

        Assert.Equal((1000, 25, 60, 5, true, 1500), (chat.MaxMessageLength, chat.WaitSeconds, chat.TurnTimeoutSeconds, chat.MaxToolIterations, chat.QueueTurns, chat.HistoryTokens));
    }

    [Theory]
    [InlineData("Chat:WaitSeconds", "soon", "Chat:WaitSeconds takes a number from 0 to 230. It is 'soon'.")]
    [InlineData("Chat:WaitSeconds", "-1", "Chat:WaitSeconds takes a number from 0 to 230.")]
    [InlineData("Chat:MaxMessageLength", "12.5", "Chat:MaxMessageLength takes a whole number from 1 to 4000. It is '12.5'.")]
    [InlineData("Chat:MaxToolIterations", "0", "Chat:MaxToolIterations takes a whole number from 1 to 20.")]
    [InlineData("Chat:TurnTimeoutSeconds", "601", "Chat:TurnTimeoutSeconds takes a number from 1 to 600.")]
    [InlineData("Chat:HistoryTokens", "99", "Chat:HistoryTokens takes a whole number from 100 to 100000.")]
    [InlineData("Chat:QueueTurns", "perhaps", "Chat:QueueTurns takes true or false. It is 'perhaps'.")]
    public void AddSupportOptions_WrongValue_NamesTheKeyAndWhatItTakes(string key, string value, string message)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Chat(new() { [key] = value }));

        Assert.Contains(message, failure.Failures.Single(), StringComparison.Ordinal);
    }

    private static ChatOptions Chat(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSupportOptions<ChatOptions>(ChatOptions.Section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<ChatOptions>>().Value;
    }
}
