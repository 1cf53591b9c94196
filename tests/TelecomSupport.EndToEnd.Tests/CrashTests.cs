using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using TelecomSupport.Turns;

namespace TelecomSupport.EndToEnd.Tests;

/// <summary>Kills the host at every step boundary of a turn, before and after the step's output is kept, and starts it again.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Customer = "user_12345";
    private const string Thread = "crash";
    private const string MessageId = "m-1";

    private readonly string folder = Directory.CreateTempSubdirectory("telecomsupport-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("How long is an access token valid?", 8, 0)]
    [InlineData("I want a refund for the Zone 2 Week Pass on my last bill", 10, 1)]
    [InlineData("Let me talk to a human agent, please", 4, 1)]
    public async Task Kill_AtEveryStepBoundary_LosesNothingAndDoublesNothing(string message, int boundaries, int cases)
    {
        var met = 0;
        while (await DiesAtAsync(met, message))
        {
            await RecoverAsync(met, message, cases);
            met++;
        }

        Assert.True(met >= boundaries, $"Only {met} boundaries were met.");
    }

    // Each boundary has a database of its own.
    private string Storage(int boundary) => Path.Combine(folder, $"{boundary}");

    /// <returns>False when the turn had no such boundary and the host answered.</returns>
    private async Task<bool> DiesAtAsync(int boundary, string message)
    {
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(CrashTests).Assembly.Location,
            [StartupHook.Variable] = $"{boundary}",
        };
        await using var host = await HostProcess.StartAsync(Storage(boundary), environment: environment);
        try
        {
            await host.ChatAsync(Thread, message, MessageId, Customer);
            return false;
        }
        catch (HttpRequestException)
        {
            await host.WaitForExitAsync();
            return true;
        }
    }

    private async Task RecoverAsync(int boundary, string message, int cases)
    {
        await using (var host = await HostProcess.StartAsync(Storage(boundary)))
        {
            host.Http.DefaultRequestHeaders.Add("X-User-Id", Customer);
            var resumed = await FinishedAsync(host);
            var repeated = await host.ChatAsync(Thread, message, MessageId, Customer);
            var thread = await host.Http.GetFromJsonAsync<JsonElement>($"/threads/{Thread}");

            Assert.Equal((resumed.Response, resumed.CaseId), (repeated.Response, repeated.CaseId));
            Assert.Equal(cases == 1, resumed.CaseId is not null);
            Assert.Equal(1, thread.GetProperty("turns").GetArrayLength());
        }

        Assert.Equal(cases, await CountCasesAsync(boundary));
    }

    // The turn was accepted before the crash, so it is finished without being asked for again.
    private static async Task<TurnResult> FinishedAsync(HostProcess host)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await host.Http.GetAsync($"/chat/{Ids.Turn(Thread, MessageId)}", patience.Token);
            Assert.True(response.IsSuccessStatusCode, $"The accepted turn is gone: {response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return (await response.Content.ReadFromJsonAsync<TurnResult>(SupportJson.Options, patience.Token))!;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<long> CountCasesAsync(int boundary)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(Storage(boundary), "telecomsupport.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM refund_cases) + (SELECT count(*) FROM escalation_cases)";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
