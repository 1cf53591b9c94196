using Microsoft.Extensions.Configuration;
using TelecomSupport.Azure.Storage;

namespace TelecomSupport.Azure.Tests.Storage;

public sealed class AzureStorageConnectionTests
{
    [Fact]
    public void From_DevelopmentStorage_IsAzurite()
    {
        var connection = AzureStorageConnection.From(AzuriteStorage.Configuration("UseDevelopmentStorage=true"));

        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1", connection.Tables.Uri.ToString().TrimEnd('/'));
        Assert.Equal("http://127.0.0.1:10000/devstoreaccount1", connection.Blobs.Uri.ToString().TrimEnd('/'));
        Assert.Equal("http://127.0.0.1:10001/devstoreaccount1", connection.Queues.Uri.ToString().TrimEnd('/'));
    }

    [Fact]
    public void From_AccountName_UsesAnIdentityOverHttps()
    {
        var connection = Identity(("accountName", "lumorasupport"), ("clientId", "8a7d0c4e-5f0e-4a8e-9a3f-2d3f1a1d9b11"));

        Assert.Equal(new Uri("https://lumorasupport.table.core.windows.net"), connection.Tables.Uri);
        Assert.Equal(new Uri("https://lumorasupport.blob.core.windows.net"), connection.Blobs.Uri);
        Assert.Equal(new Uri("https://lumorasupport.queue.core.windows.net"), connection.Queues.Uri);
        Assert.False(connection.Blobs.CanGenerateAccountSasUri);
    }

    [Fact]
    public void From_ServiceUris_TakesThemInsteadOfTheAccountsOwn()
    {
        var connection = Identity(("accountName", "lumorasupport"), ("tableServiceUri", "https://tables.lumora.example/"));

        Assert.Equal(new Uri("https://tables.lumora.example"), connection.Tables.Uri);
        Assert.Equal(new Uri("https://lumorasupport.blob.core.windows.net"), connection.Blobs.Uri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret-without-meaning")]
    [InlineData("AccountName=a;AccountKey=not base64 secret")]
    public void From_MalformedConnectionString_SaysWhatItTakesAndNothingElse(string connectionString)
    {
        var failure = Assert.Throws<FormatException>(() => AzureStorageConnection.From(AzuriteStorage.Configuration(connectionString)));

        Assert.StartsWith("AzureWebJobsStorage takes a storage connection string", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("accountName", "Not An Account")]
    [InlineData("accountName", "evil.example/x?")]
    [InlineData("tableServiceUri", "tables")]
    [InlineData("blobServiceUri", "http://blobs.lumora.example")]
    public void From_MalformedIdentitySetting_IsRefused(string key, string value) =>
        Assert.Throws<FormatException>(() => Identity((key, value)));

    private static AzureStorageConnection Identity(params (string Key, string Value)[] settings) =>
        AzureStorageConnection.From(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AzureWebJobsStorage:{setting.Key}", (string?)setting.Value)))
            .Build());
}
