using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TelecomSupport.Contracts.Models;

/// <summary>One way to answer a request, good or bad.</summary>
public sealed class ModelAnswer
{
    private readonly Func<HttpContext, Task> write;

    private ModelAnswer(Func<HttpContext, Task> write) => this.write = write;

    /// <summary>Never answers; ends when the client gives up.</summary>
    public static ModelAnswer Silence { get; } = new(async http =>
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    });

    /// <summary>Sends half an answer and breaks the connection.</summary>
    public static ModelAnswer BrokenOff { get; } = new(async http =>
    {
        var whole = JsonSerializer.SerializeToUtf8Bytes(Completion(new { role = "assistant", content = "Half of it" }, "stop"));
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = whole.Length;
        await http.Response.Body.WriteAsync(whole.AsMemory(0, whole.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Abort();
    });

    /// <summary>Breaks the connection without a word.</summary>
    public static ModelAnswer HungUp { get; } = new(http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    public static ModelAnswer Text(string text, string finish = "stop") => Json(Completion(new { role = "assistant", content = text }, finish));

    /// <param name="calls">Names and arguments, the latter as they are sent: a text that should be JSON.</param>
    public static ModelAnswer Calls(params (string Name, string Arguments)[] calls) => Json(Completion(
        new
        {
            role = "assistant",
            content = (string?)null,
            tool_calls = calls.Select((call, i) => new { id = $"call_{i}", type = "function", function = new { name = call.Name, arguments = call.Arguments } }),
        },
        "tool_calls"));

    public static ModelAnswer Status(int status, string body = """{"error":{"message":"no","code":"no"}}""", params (string Name, string Value)[] headers) => new(http =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        foreach (var (name, value) in headers)
        {
            http.Response.Headers[name] = value;
        }

        return http.Response.WriteAsync(body);
    });

    /// <summary>A 200 with this body.</summary>
    public static ModelAnswer Body(string body) => Status(200, body);

    public static ModelAnswer Vectors(SeenRequest request)
    {
        var input = request.Body.GetProperty("input");
        var texts = input.ValueKind == JsonValueKind.Array ? input.EnumerateArray().Select(text => text.GetString()!) : [input.GetString()!];
        return Json(new
        {
            @object = "list",
            model = "embedding",
            data = texts.Select((text, i) => new { @object = "embedding", index = i, embedding = Convert.ToBase64String(Vector(text)) }),
            usage = new { prompt_tokens = 5, total_tokens = 5 },
        });
    }

    public Task WriteAsync(HttpContext http) => write(http);

    private static ModelAnswer Json(object answer) => Body(JsonSerializer.Serialize(answer));

    private static object Completion(object message, string finish) => new
    {
        id = "completion",
        @object = "chat.completion",
        created = 1_790_000_000,
        model = "model",
        choices = new[] { new { index = 0, finish_reason = finish, message } },
        usage = new { prompt_tokens = 100, completion_tokens = 20, total_tokens = 120 },
    };

    private static byte[] Vector(string text)
    {
        var vector = new float[8];
        foreach (var letter in text)
        {
            vector[letter % 8]++;
        }

        var bytes = new byte[vector.Length * sizeof(float)];
        Buffer.BlockCopy(vector, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
