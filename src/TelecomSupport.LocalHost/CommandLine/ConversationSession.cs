using System.Text;
using Microsoft.Extensions.Options;
using TelecomSupport.Conversations;
using TelecomSupport.Knowledge.Ingestion;
using TelecomSupport.Turns;

namespace TelecomSupport.LocalHost.CommandLine;

/// <summary>One customer's conversation with an engine of this process.</summary>
internal sealed class ConversationSession : IAsyncDisposable
{
    private readonly IHost host;
    private readonly string customer;
    private readonly string thread;
    private bool started;

    private ConversationSession(IHost host, string customer, string thread) => (this.host, this.customer, this.thread) = (host, customer, thread);

    /// <param name="thread">Null for a new one.</param>
    /// <exception cref="InvalidDataException">The thread is someone else's.</exception>
    public static async Task<ConversationSession> StartAsync(
        Dictionary<string, string?> settings, string customer, string? thread, CancellationToken cancellation)
    {
        var host = LocalApplication.BuildWorker(settings);
        var session = new ConversationSession(host, customer, thread ?? Guid.CreateVersion7().ToString("N"));
        try
        {
            await host.StartAsync(cancellation);
            session.started = true;
            await host.Services.GetRequiredService<KnowledgeRefresher>().ReconcileAsync(null, cancellation);
            return await session.Conversations.ClaimAsync(session.thread, customer, cancellation)
                ? session
                : throw new InvalidDataException($"There is no thread {session.thread} of {customer}.");
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private IConversationStore Conversations => host.Services.GetRequiredService<IConversationStore>();

    /// <exception cref="InvalidDataException">The message is empty or too long.</exception>
    public async Task<TurnResult> AskAsync(string message, CancellationToken cancellation)
    {
        message = message.Trim();
        var most = host.Services.GetRequiredService<IOptions<ChatOptions>>().Value.MaxMessageLength;
        if (message.Length == 0 || message.EnumerateRunes().Count() > most)
        {
            throw new InvalidDataException($"A message has 1 to {most} characters.");
        }

        var messageId = Guid.CreateVersion7().ToString("N");
        var turn = new TurnRequest
        {
            TurnId = Ids.Turn(thread, messageId),
            ThreadId = thread,
            CustomerId = customer,
            MessageId = messageId,
            Message = message.Normalize(NormalizationForm.FormC),
            ReceivedAt = host.Services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
        var engine = host.Services.GetRequiredService<ITurnEngine>();
        await engine.SubmitAsync(turn, cancellation);
        await foreach (var status in engine.WatchAsync(turn.TurnId, cancellation))
        {
            if (status.Result is { } result)
            {
                return result;
            }
        }

        throw new StorageUnavailableException("The turn ended without a result; it is kept and will be finished at the next start.");
    }

    public Task ResetAsync(CancellationToken cancellation) => Conversations.ResetAsync(thread, customer, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (started)
        {
            await host.StopAsync();
        }

        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
