using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>Whole or reported: what ends a stream, what breaks it, and what does not concern it.</summary>
public sealed class ChatStreamEndTests
{
    private const string Half = """data: {"choices":[{"index":0,"delta":{"content":"half"},"finish_reason":null}]}""" + "\n\n";
    private const string Unended = """data: {"choices":[{"index":0,"delta":{"content":"half"},"finish_reason":""}]}""" + "\n\n";
    private const string End = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Role = """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""" + "\n\n";
    private const string Call =
        """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}""" + "\n\n";

    [Theory]
    [InlineData(Unended, "half")]
    [InlineData(Unended + Unended, "halfhalf")]
    [InlineData(Half, "half")]
    [InlineData(Call, "")]
    [InlineData(Done, "")]
    [InlineData(Role + Done, "")]
    [InlineData("", "")]
    public async Task AStreamWithoutItsServersEndIsInterrupted(string events, string partial)
    {
        await using RawServer server = Server(events);

        HfException exception = await Expect.FailureAsync(HfErrorKind.StreamInterrupted, () => ReadAsync(server));

        Assert.Equal(partial, exception.PartialText);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(Half + End)]
    [InlineData(Half + End + Done)]
    [InlineData(Half + Done)]
    [InlineData(Unended + Done)]
    [InlineData(Half + Call + Done)]
    public async Task AStreamWithItsServersEndIsWhole(string events)
    {
        await using RawServer server = Server(events);

        Assert.Equal("half", string.Concat((await ReadAsync(server)).Select(chunk => chunk.Text)));
    }

    [Theory]
    [InlineData(""": ping""")]
    [InlineData("event: ping\ndata: {\"type\":\"ping\"}")]
    [InlineData("event: ping\ndata: 2026-01-01 00:00:00")]
    [InlineData("event: keep-alive\ndata:")]
    [InlineData("event: heartbeat\ndata: {\"message\":\"still here\"}")]
    [InlineData("event: message_start\ndata: [1, 2]")]
    [InlineData("data: ping")]
    [InlineData("data: {\"type\":\"ping\"}")]
    [InlineData("data:   \t ")]
    [InlineData("data:")]
    [InlineData("data: {}")]
    [InlineData("data: {\"object\":\"chat.completion.chunk\",\"choices\":null}")]
    [InlineData("data: {\"object\":\"chat.completion.chunk\",\"choices\":[]}")]
    [InlineData("data: {\"choices\":[],\"error\":null}")]
    [InlineData("data: {\"error\":\"\"}")]
    [InlineData("data: {\"error\":false}")]
    [InlineData("retry: 100\nid: 7")]
    [InlineData("errors: {\"code\":1}")]
    public async Task WhatIsNotAPieceIsPassedOver(string item)
    {
        await using RawServer server = Server($"{item}\n\n{Half}{item}\n\n{End}{item}\n\n{Done}");

        Assert.Equal(["half", ""], (await ReadAsync(server)).Select(chunk => chunk.Text));
    }

    [Theory]
    [InlineData("\"choices\":[],")]
    [InlineData("\"choices\":null,")]
    [InlineData("")]
    public async Task AnEventOfUsageAloneIsAPiece(string choices)
    {
        await using RawServer server = Server(
            Half + End + "data: {" + choices + "\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":1,\"total_tokens\":3}}\n\n" + Done);

        List<HfChatChunk> chunks = await ReadAsync(server);

        Assert.Equal((null, new HfChatUsage(2, 1, 3)), (chunks[^1].ChoiceIndex, chunks[^1].Usage));
    }

    [Theory]
    [InlineData("error: {\"code\":500,\"message\":\"it broke\",\"type\":\"server_error\"}")]
    [InlineData("event: error\ndata: it broke")]
    [InlineData("event: error\ndata: \"it broke\"")]
    [InlineData("data: \"it broke\"")]
    [InlineData("event: error\ndata: {\"message\":\"it broke\"}")]
    [InlineData("event: error\ndata: {\"error\":\"it broke\",\"error_type\":\"generation\"}")]
    [InlineData("data: {\"error\":\"it broke\"}")]
    [InlineData("data: {\"error\":{\"message\":\"it broke\",\"code\":500}}")]
    [InlineData("data: {\"error\":{\"message\":\"it broke\",\"code\":\"500\"}}")]
    [InlineData("data: {\"error\":{\"message\":\"it broke\",\"code\":17}}")]
    [InlineData("data: {\"error\":[\"it broke\"]}")]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}],\"error\":{\"message\":\"it broke\"}}")]
    [InlineData("event: failure\ndata: {\"error\":{\"message\":\"it broke\"}}")]
    [InlineData("data: {\"object\":\"error\",\"message\":\"it broke\",\"code\":500}")]
    [InlineData("data: {\"detail\":\"it broke\"}")]
    public async Task AnErrorOfAnyShapeEndsTheStream(string item)
    {
        await using RawServer server = Server($"{Half}{item}\n\n{Done}");

        HfException exception = await Expect.FailureAsync(HfErrorKind.GenerationFailed, () => ReadAsync(server));

        Assert.Equal("half", exception.PartialText);
        Assert.Contains("it broke", exception.ServerMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorAfterAPingIsOneToo()
    {
        await using RawServer server = Server($"event: ping\ndata: {{}}\n\n{Half}data: {{\"detail\":\"it broke\"}}\n\n{Done}");

        await Expect.FailureAsync(HfErrorKind.GenerationFailed, () => ReadAsync(server));
    }

    [Fact]
    public async Task AnErrorHasTheServersCode()
    {
        await using RawServer server = Server("data: {\"error\":\"it broke\",\"error_type\":\"generation\"}\n\n");

        HfException exception = await Expect.FailureAsync(HfErrorKind.GenerationFailed, () => ReadAsync(server));

        Assert.Equal("it broke (generation)", exception.ServerMessage);
    }

    [Fact]
    public async Task AnErrorFieldMayBeCutAnywhere()
    {
        const string Events = Half + "error: {\"code\":400,\"message\":\"it broke\"}\n\n";
        await using var server = new RawServer(async (request, connection) =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync(Events[..(Half.Length + request.Number)]);
            await connection.ChunkAsync(Events[(Half.Length + request.Number)..]);
            await connection.EndChunksAsync();
        });

        for (int cut = 0; cut < "error: {\"code\"".Length; cut++)
        {
            HfException exception = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => ReadAsync(server));
            Assert.Equal("half", exception.PartialText);
        }
    }

    [Theory]
    [InlineData("""data: {"error":{"object":"error","message":"The request queue is full.","type":"SERVICE_UNAVAILABLE","code":503}}""")]
    [InlineData("""data: {"error":{"message":"The request queue is full.","type":"SERVICE_UNAVAILABLE"}}""")]
    [InlineData("""data: {"error":{"message":"full","code":"503"}}""")]
    [InlineData("""data: {"error":{"message":"full"},"code":503}""")]
    [InlineData("""data: {"error":{"message":"full","type":"overloaded_error"}}""")]
    [InlineData("""error: {"code":503,"message":"Loading model","type":"unavailable_error"}""")]
    public async Task OverloadBeforeAnyTextIsSentAgainAndAfterItNever(string overload)
    {
        await using var server = new RawServer(
            Events($"{overload}\n\n{Done}"), Events(Half + End), Events($"{Half}{overload}\n\n"), Events(Half + End));

        Assert.Equal("half", string.Concat((await ReadAsync(server)).Select(chunk => chunk.Text)));
        Assert.Equal(2, server.Requests.Count);

        HfException exception = await Expect.FailureAsync(HfErrorKind.RateLimited, () => ReadAsync(server));
        Assert.Equal("half", exception.PartialText);
        Assert.Equal(3, server.Requests.Count);
    }

    private static Task<List<HfChatChunk>> ReadAsync(RawServer server) => Expect.AllAsync(server.Client()
        .GetChatClient(new InferenceTarget(server.Address))
        .StreamAsync(new ChatRequest([new JsonObject { ["role"] = "user", ["content"] = "Hi" }]))).WithinDeadlineAsync();

    private static RawServer Server(string events) => new(Events(events));

    private static Func<RawConnection, Task> Events(string events) =>
        connection => connection.AnswerAsync(200, events, "text/event-stream");
}
