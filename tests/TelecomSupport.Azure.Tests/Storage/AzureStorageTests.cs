using System.Net;
using System.Net.Sockets;
using Azure.Data.Tables;
using TelecomSupport.Azure.Conversations;
using TelecomSupport.Azure.Storage;
using TelecomSupport.Contracts.Azurite;

namespace TelecomSupport.Azure.Tests.Storage;

[Collection(AzuriteTests.Name)]
public sealed class AzureStorageTests(AzuriteServer azurite)
{
    private const string Account = "AccountName=devstoreaccount1;AccountKey=c2VjcmV0;";

    [Fact]
    public async Task Call_NobodyListens_IsUnavailable()
    {
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => Store($"{Account}TableEndpoint=http://127.0.0.1:{FreePort()}/devstoreaccount1;"
            + "BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;QueueEndpoint=http://127.0.0.1:1/devstoreaccount1;").FindThreadAsync("t", CancellationToken.None));

        Assert.Equal("Table Storage can't be reached.", failure.Message);
    }

    [SkippableFact]
    public async Task Call_WrongKey_IsUnavailableAndTellsNoSecret()
    {
        azurite.Open();
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => Store(azurite.ConnectionString.Replace("AccountKey=Eby8", "AccountKey=Abcd", StringComparison.Ordinal)).FindThreadAsync("t", CancellationToken.None));

        Assert.StartsWith("Table Storage refused this identity (403", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_RecordOverTheLimit_IsRefused() =>
        Assert.Throws<ArgumentException>(() => RecordProperties.Set(new TableEntity(), new string('x', RecordProperties.MaxBytes)));

    [Theory]
    [InlineData("thread_1.a-B", "thread_1.a-B")]
    [InlineData("a/b", "a~2fb")]
    [InlineData("a~2fb", "a~7e2fb")]
    [InlineData("é\u0001", "~c3~a9~01")]
    public void TableKey_AnyId_HasOnlyAllowedCharacters(string id, string key) => Assert.Equal(key, TableKey.Of(id));

    [Fact]
    public void TableKey_LongIds_AreShortAndDiffer()
    {
        var (one, other) = (TableKey.Of(new string('a', 5000)), TableKey.Of(new string('a', 5001)));

        Assert.InRange(one.Length, 1, 400);
        Assert.NotEqual(one, other);
    }

    private static TableConversationStore Store(string connectionString) =>
        new(new AzureStorage(AzureStorageConnection.From(AzuriteStorage.Configuration(connectionString))), TimeProvider.System);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
