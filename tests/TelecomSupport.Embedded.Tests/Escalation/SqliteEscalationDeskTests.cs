using TelecomSupport.Conversations;
using TelecomSupport.Embedded.Escalation;
using TelecomSupport.Embedded.Storage;
using TelecomSupport.Escalation;
using TelecomSupport.Routing;

namespace TelecomSupport.Embedded.Tests.Escalation;

public sealed class SqliteEscalationDeskTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteEscalationDesk desk;

    public SqliteEscalationDeskTests()
    {
        database = new(folder.Path);
        desk = new(database);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Open_Twice_KeepsTheFirst()
    {
        await desk.OpenAsync(Case("ESC-1", Turn("1")), default);
        await desk.OpenAsync(Case("ESC-1", Turn("1"), Turn("2")) with { Reason = EscalationReason.Upset }, default);

        var found = await desk.FindAsync("ESC-1", default);
        Assert.Equal(EscalationReason.PersonRequested, found!.Reason);
        Assert.Equal(["1"], found.Conversation.Select(turn => turn.Request.TurnId));
    }

    [Fact]
    public async Task AddTurn_SameTurnAgain_IsThereOnceAndInOrder()
    {
        await desk.OpenAsync(Case("ESC-1", Turn("1")), default);
        await desk.OpenAsync(Case("ESC-2", Turn("9")), default);
        foreach (var id in (string[])["2", "3", "2"])
        {
            await desk.AddTurnAsync("ESC-1", Turn(id), default);
        }

        Assert.Equal(["1", "2", "3"], (await desk.FindAsync("ESC-1", default))!.Conversation.Select(turn => turn.Request.TurnId));
        Assert.Single((await desk.FindAsync("ESC-2", default))!.Conversation);
    }

    [Fact]
    public async Task Find_UnknownCase_ReturnsNull() => Assert.Null(await desk.FindAsync("ESC-0", default));

    private static EscalationCase Case(string id, params TurnRecord[] turns) =>
        new(id, EscalationReason.PersonRequested, "thread", "ada", "en", Now, turns);

    private static TurnRecord Turn(string id) => new()
    {
        Request = new() { TurnId = id, ThreadId = "thread", CustomerId = "ada", MessageId = id, Message = "a person, please", ReceivedAt = Now },
        Result = new()
        {
            Response = "…",
            ThreadId = "thread",
            TurnId = id,
            Category = "other",
            Confidence = 1,
            Agent = "fallback",
            NeedsClarification = false,
            Escalated = true,
            Language = "en",
            Sentiment = Sentiment.Neutral,
            Degraded = false,
            LatencyMs = 1,
        },
    };
}
