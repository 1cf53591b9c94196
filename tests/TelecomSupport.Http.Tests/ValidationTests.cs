using System.Net;
using System.Text;
using FsCheck.Xunit;
using TelecomSupport.Http.Requests;

namespace TelecomSupport.Http.Tests;

public class ValidationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"hi\"")]
    [InlineData("42")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\"} x")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\"}{}")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",}")]
    [InlineData("{\"message\":\"hi\",/*c*/\"user_id\":\"anna\"}")]
    [InlineData("{\"message\":\"hi\",\"message\":\"ho\",\"user_id\":\"anna\"}")]
    [InlineData("{\"message\":\"a\u0001b\",\"user_id\":\"anna\"}")]
    [InlineData("{\"message\":\"hi\",\"user_id\":NaN}")]
    public async Task Body_NotOneJsonObject_Is400(string body)
    {
        await using var server = await SupportServer.StartAsync();

        await (await server.PostAsync("/chat", body)).ProblemAsync(400);
    }

    [Fact]
    public async Task Body_NestedTooDeep_Is400()
    {
        await using var server = await SupportServer.StartAsync();

        await (await server.PostAsync("/chat", $"{{\"x\":{new string('[', 5000)}")).ProblemAsync(400);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public async Task Body_NotUtf8_Is400(byte[] body)
    {
        await using var server = await SupportServer.StartAsync();

        await (await server.PostAsync("/chat", body)).ProblemAsync(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    [InlineData("json")]
    [InlineData(null)]
    public async Task ContentType_NotJson_Is415(string? contentType)
    {
        await using var server = await SupportServer.StartAsync();

        await (await server.PostAsync("/chat", "{\"message\":\"hi\",\"user_id\":\"anna\"}"u8.ToArray(), contentType)).ProblemAsync(415);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON; charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    [InlineData("application/vnd.lumora+json")]
    public async Task ContentType_Json_IsTaken(string contentType)
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.PostAsync("/chat", "{\"message\":\"hi\",\"user_id\":\"anna\"}", contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Body_ByteOrderMark_IsSkipped()
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.PostAsync("/chat", [.. Encoding.UTF8.Preamble, .. "{\"message\":\"hi\",\"user_id\":\"anna\"}"u8]);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(0, false, 200)]
    [InlineData(1, false, 413)]
    [InlineData(0, true, 200)]
    [InlineData(1, true, 413)]
    [InlineData(1_000_000, true, 413)]
    public async Task Body_Size_IsLimitedTo16KiB(int over, bool chunked, int status)
    {
        await using var server = await SupportServer.StartAsync();
        const string Start = "{\"message\":\"hi\",\"user_id\":\"anna\"";
        var body = Encoding.ASCII.GetBytes(Start + new string(' ', BodyShape.MaxBytes - Start.Length - 1 + over) + "}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;

        var response = await server.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("{}", "message", "user_id")]
    [InlineData("{\"message\":null,\"user_id\":null}", "message", "user_id")]
    [InlineData("{\"message\":\" \\t\\n \",\"user_id\":\"\"}", "message", "user_id")]
    [InlineData("{\"message\":5,\"user_id\":{\"a\":[1]}}", "message", "user_id")]
    [InlineData("{\"message\":true,\"user_id\":[]}", "message", "user_id")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"an na\"}", "user_id")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"añna\"}", "user_id")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",\"thread_id\":\"\"}", "thread_id")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",\"thread_id\":\"a@b\"}", "thread_id")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",\"thread_id\":\"a/b\",\"message_id\":\"a\\u0000\"}", "thread_id", "message_id")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",\"message_id\":7}", "message_id")]
    [InlineData("{\"message\":\"a\\u0000b\",\"user_id\":\"anna\"}", "message")]
    [InlineData("{\"message\":\"a\\u001bb\",\"user_id\":\"anna\"}", "message")]
    [InlineData("{\"message\":\"\\ud83d\",\"user_id\":\"anna\"}", "message")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",\"Message\":\"x\",\"admin\":{\"a\":[{}]}}", "Message", "admin")]
    [InlineData("{\"message\":\"hi\",\"user_id\":\"anna\",\"\\udead\":1}", "\\udead")]
    public async Task Fields_NotAsTheyMustBe_Are422ByField(string body, params string[] fields)
    {
        await using var server = await SupportServer.StartAsync();

        var problem = await (await server.PostAsync("/chat", body)).ProblemAsync(422);

        Assert.Equal(fields.Order(StringComparer.Ordinal), problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.All(fields, field => Assert.NotEmpty(Assert.Single(problem.Errors(field))));
        Assert.Equal(0, server.Engine.Runs);
    }

    [Theory]
    [InlineData("a", 1000, 200)]
    [InlineData("a", 1001, 422)]
    [InlineData("😀", 1000, 200)]
    [InlineData("😀", 1001, 422)]
    public async Task Message_Length_CountsCodePoints(string character, int count, int status)
    {
        await using var server = await SupportServer.StartAsync();

        var response = await server.ChatAsync($" {string.Concat(Enumerable.Repeat(character, count))}\n");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Message_MaxLengthConfigured_IsTheLimit()
    {
        await using var server = await SupportServer.StartAsync(new() { ["Chat:MaxMessageLength"] = "5" });

        Assert.Equal(HttpStatusCode.OK, (await server.ChatAsync("12345")).StatusCode);
        var problem = await (await server.ChatAsync("123456")).ProblemAsync(422);
        Assert.Contains("5", problem.Errors("message").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 200)]
    [InlineData(65, 422)]
    public async Task Ids_Length_IsAtMost64(int length, int status)
    {
        await using var server = await SupportServer.StartAsync();
        var id = new string('x', length);

        Assert.Equal(status, (int)(await server.ChatAsync("hi", user: id)).StatusCode);
        Assert.Equal(status, (int)(await server.ChatAsync("hi", thread: "t" + id[1..])).StatusCode);
        Assert.Equal(status, (int)(await server.ChatAsync("hi", messageId: id)).StatusCode);
    }

    [Fact]
    public async Task UnknownName_VeryLong_IsEchoedShortened()
    {
        await using var server = await SupportServer.StartAsync();
        var name = new string('x', 63) + "😀😀";

        var problem = await (await server.PostAsync("/chat", $$"""{"{{name}}":1,"message":"hi","user_id":"anna"}""")).ProblemAsync(422);

        Assert.Equal(new string('x', 63) + "…", problem.GetProperty("errors").EnumerateObject().Single().Name);
    }

    [Property]
    public bool UserId_AnyText_IsValidExactlyByItsCharset(string? text) =>
        text is null
        || TextField.UserId.IsValid(text) == (text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || ".-_@".Contains(c, StringComparison.Ordinal)));

    [Property]
    public bool Message_AnyText_IsTrimmedAndCounted(string? text, FsCheck.PositiveInt max)
    {
        var value = text ?? "";
        var trimmed = value.Trim();
        var valid = trimmed.Length > 0
            && trimmed.EnumerateRunes().Count() <= max.Get
            && trimmed.All(c => c is '\t' or '\n' or '\r' or (>= ' ' and not '\u007f'));

        return TextField.Message(max.Get).Check(ref value) is null == valid && value == trimmed;
    }
}
