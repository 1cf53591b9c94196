using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.DurableTask.Worker.Shims;
using Microsoft.Extensions.DependencyInjection;
using TelecomSupport.Functions.Turns;
using TelecomSupport.Turns;

namespace TelecomSupport.Functions.Tests.Turns;

/// <summary>
/// Runs the orchestrator as the Functions host does: for each episode it gets the whole history and the new events, and gives back what to do
/// next. The history is kept as the protocol's own messages.
/// </summary>
internal sealed class OrchestrationReplay : IDisposable
{
    private readonly ServiceProvider services;
    private readonly Orchestrator orchestrator;

    public OrchestrationReplay()
    {
        var collection = new ServiceCollection();
        EmbeddedParts.AddTo(collection);
        services = collection
            .AddSingleton(new DurableTaskShimFactory(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(SupportJson.Options) }))
            .BuildServiceProvider();
        orchestrator = new(new TurnOrchestration(services.GetRequiredService<AgentCatalog>(), new StepRetries()));
    }

    /// <summary>The history so far, each episode between its start and its end.</summary>
    public List<HistoryEvent> History { get; } = [];

    public IEnumerable<TaskScheduledEvent> Activities => History.Where(past => past.TaskScheduled is not null).Select(past => past.TaskScheduled);

    /// <summary>Runs a turn from its start to its end over real activities.</summary>
    /// <returns>The orchestration's output.</returns>
    public async Task<TurnResult> RunAsync(EmbeddedParts parts, TurnInput input)
    {
        var now = TimeProvider.System.GetUtcNow().ToTimestamp();
        List<HistoryEvent> happened =
        [
            new()
            {
                ExecutionStarted = new()
                {
                    Name = nameof(TurnOrchestration),
                    Input = JsonSerializer.Serialize(input, SupportJson.Options),
                    OrchestrationInstance = new() { InstanceId = input.Turn.TurnId, ExecutionId = "execution" },
                },
            },
        ];
        while (true)
        {
            happened.Insert(0, new() { OrchestratorStarted = new() });
            happened.ForEach(each => (each.EventId, each.Timestamp) = (-1, now));
            var response = Episode(History, happened);
            History.AddRange(happened);
            happened = [];
            foreach (var action in response.Actions)
            {
                switch (action.OrchestratorActionTypeCase)
                {
                    case OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask:
                        var task = action.ScheduleTask;
                        History.Add(new() { EventId = action.Id, Timestamp = now, TaskScheduled = new() { Name = task.Name, Input = task.Input } });
                        happened.Add(new() { TaskCompleted = new() { TaskScheduledId = action.Id, Result = await RunActivityAsync(parts, task) } });
                        break;
                    case OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer:
                        History.Add(new() { EventId = action.Id, Timestamp = now, TimerCreated = new() { FireAt = action.CreateTimer.FireAt } });
                        break;
                    case OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration:
                        var completed = action.CompleteOrchestration;
                        Assert.Equal((OrchestrationStatus.Completed, null), (completed.OrchestrationStatus, completed.FailureDetails?.ErrorMessage));
                        return JsonSerializer.Deserialize<TurnResult>(completed.Result, SupportJson.Options)!;
                    default:
                        throw new InvalidOperationException($"The turn does {action.OrchestratorActionTypeCase}.");
                }
            }

            History.Add(new() { EventId = -1, Timestamp = now, OrchestratorCompleted = new() });
        }
    }

    /// <summary>Replays a kept history, episode by episode.</summary>
    /// <returns>The orchestration's output.</returns>
    public TurnResult Replay(IReadOnlyList<HistoryEvent> kept)
    {
        for (var start = 0; ;)
        {
            var end = start + 1;
            while (end < kept.Count && kept[end].OrchestratorStarted is null)
            {
                end++;
            }

            var episode = kept.Skip(start).Take(end - start).ToArray();
            var response = Episode(kept.Take(start), episode.Where(each => each.TaskScheduled is null && each.TimerCreated is null && each.OrchestratorCompleted is null));
            if (end == kept.Count)
            {
                var completed = Assert.Single(response.Actions).CompleteOrchestration;
                Assert.Equal((OrchestrationStatus.Completed, null), (completed.OrchestrationStatus, completed.FailureDetails?.ErrorMessage));
                return JsonSerializer.Deserialize<TurnResult>(completed.Result, SupportJson.Options)!;
            }

            Assert.Equal(
                episode.Where(each => each.TaskScheduled is not null || each.TimerCreated is not null).Select(each => (each.EventId, each.TaskScheduled?.Name)),
                response.Actions.Select(action => (action.Id, action.ScheduleTask?.Name)));
            start = end;
        }
    }

    public static string Write(IEnumerable<HistoryEvent> history) =>
        new JsonFormatter(JsonFormatter.Settings.Default.WithIndentation()).Format(new OrchestratorRequest { PastEvents = { history } });

    public static IReadOnlyList<HistoryEvent> Read(string json) => JsonParser.Default.Parse<OrchestratorRequest>(json).PastEvents;

    public void Dispose() => services.Dispose();

    private static async Task<string> RunActivityAsync(EmbeddedParts parts, ScheduleTaskAction task)
    {
        var method = typeof(TurnActivities).GetMethod(task.Name)!;
        // The protocol has an activity's input as an array of one.
        var call = JsonElement.Parse(task.Input)[0].Deserialize(method.GetParameters()[0].ParameterType, SupportJson.Options);
        object?[] arguments = method.GetParameters().Length == 1 ? [call] : [call, parts.Client];
        var done = (Task)method.Invoke(parts.Activities, arguments)!;
        await done;
        return JsonSerializer.Serialize(((dynamic)done).Result, SupportJson.Options);
    }

    private OrchestratorResponse Episode(IEnumerable<HistoryEvent> past, IEnumerable<HistoryEvent> happened)
    {
        var request = new OrchestratorRequest { InstanceId = "turn", PastEvents = { past }, NewEvents = { happened } };
        var response = GrpcOrchestrationRunner.LoadAndRun(Convert.ToBase64String(request.ToByteArray()), orchestrator, services);
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(response));
    }

    private sealed class Orchestrator(TurnOrchestration turn) : TaskOrchestrator<TurnInput, TurnResult?>
    {
        public override Task<TurnResult?> RunAsync(TaskOrchestrationContext context, TurnInput input) => turn.RunAsync(context, input);
    }
}
