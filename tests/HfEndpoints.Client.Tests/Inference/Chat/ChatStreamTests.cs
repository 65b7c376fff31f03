using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class ChatStreamTests
{
    private const string First =
        """data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"grün"},"finish_reason":null}],"""
            + "\"usage\":null}";
    private const string Last = """data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":" 🍵"},"finish_reason":"stop"}]}""";
    private const string Usage =
        """data: {"id":"1","model":"m","choices":[],"usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}}""";

    private static ChatRequest Hi => new([new JsonObject { ["role"] = "user", ["content"] = "Hi" }]);

    [Theory]
    [InlineData($"{First}\n\n{Last}\n\n{Usage}\n\ndata: [DONE]\n\n")]
    [InlineData($": ping\n\n{First}\r\n\r\n{Last}\r\n\r\n{Usage}\r\n\r\n")]
    public async Task PiecesAreRead(string stream)
    {
        await using RawServer server = Server(stream);

        List<HfChatChunk> chunks = await Expect.AllAsync(Stream(server)).WithinDeadlineAsync();

        Assert.Equal("grün 🍵", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal(("assistant", null, null), (chunks[0].Role, chunks[0].FinishReason, chunks[0].Usage));
        Assert.Equal("stop", chunks[1].FinishReason);
        Assert.Equal((null, new HfChatUsage(2, 1, 3)), (chunks[2].ChoiceIndex, chunks[2].Usage));
        Assert.True((bool)server.Requests[0].Json!["stream"]!);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Input validation error: too long","http_status_code":422}}""", HfErrorKind.InvalidRequest)]
    [InlineData(
        """{"error":{"message":"Request failed during generation: out of memory","http_status_code":422}}""", HfErrorKind.GenerationFailed)]
    [InlineData("""{"error":{"message":"Model is overloaded","http_status_code":429}}""", HfErrorKind.RateLimited)]
    [InlineData("""{"error":{"message":"broken","type":"InternalServerError","param":null,"code":500}}""", HfErrorKind.GenerationFailed)]
    [InlineData("""{"object":"error","message":"no","type":"BadRequestError","param":null,"code":400}""", HfErrorKind.InvalidRequest)]
    [InlineData("""{"error":{"code":500,"message":"Compute error.","type":"server_error"}}""", HfErrorKind.GenerationFailed)]
    [InlineData("""{"error":"it broke","error_type":"generation"}""", HfErrorKind.GenerationFailed)]
    public async Task AnErrorInsideIsReportedWithItsKindAndWhatCame(string error, HfErrorKind kind)
    {
        await using RawServer server = Server($"{First}\n\ndata: {error}\n\ndata: [DONE]\n\n");
        var chunks = new List<HfChatChunk>();

        HfException exception = await Expect.FailureAsync(kind, () => Expect.AllAsync(Stream(server), chunks));

        Assert.Single(chunks);
        Assert.Equal("grün", Assert.IsType<HfException>(exception).PartialText);
        Assert.Contains("4 characters", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEndInTheMiddleIsAnErrorWithWhatCame()
    {
        await using RawServer server = Server($"{First}\n\n");

        HfException exception = await Expect.FailureAsync(HfErrorKind.StreamInterrupted, () => Expect.AllAsync(Stream(server)));

        Assert.Equal("grün", Assert.IsType<HfException>(exception).PartialText);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task SeveralAnswersAreWholeWhenEachIs(int answers, bool isWhole)
    {
        await using RawServer server = Server($"{First}\n\n{Last}\n\n");
        ChatRequest request = Hi with { Parameters = new ChatParameters { N = answers } };

        Task<List<HfChatChunk>> reading = Expect.AllAsync(Stream(server, request));

        if (isWhole)
        {
            Assert.Equal(2, (await reading.WithinDeadlineAsync()).Count);
        }
        else
        {
            await Expect.FailureAsync(HfErrorKind.StreamInterrupted, () => reading);
        }
    }

    [Fact]
    public async Task ToolCallsComeInPieces()
    {
        const string Head =
            """data: {"choices":[{"index":0,"delta":{"tool_calls":"""
                + """[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}}]}""";
        const string Rest =
            """data: {"choices":[{"index":0,"delta":{"tool_calls":"""
                + """[{"index":0,"function":{"arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";
        await using RawServer server = Server($"{Head}\n\n{Rest}\n\ndata: [DONE]\n\n");

        List<HfChatChunk> chunks = await Expect.AllAsync(Stream(server)).WithinDeadlineAsync();

        Assert.Equal(("c", "f", ""), (chunks[0].ToolCalls[0].Id, chunks[0].ToolCalls[0].Name, chunks[0].ToolCalls[0].Arguments));
        Assert.Equal((null, null, "{}"), (chunks[1].ToolCalls[0].Id, chunks[1].ToolCalls[0].Name, chunks[1].ToolCalls[0].Arguments));
    }

    [Fact]
    public async Task AWholeAnswerInsteadOfAStreamIsOnePiece()
    {
        await using var server = new RawServer(RawConnection.Json(
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"all"},"finish_reason":"stop"}]}"""));

        HfChatChunk chunk = Assert.Single(await Expect.AllAsync(Stream(server)).WithinDeadlineAsync());

        Assert.Equal(("all", "stop"), (chunk.Text, chunk.FinishReason));
    }

    [Fact]
    public async Task ABrokenGenerationKeepsItsTextToo()
    {
        await using RawServer server = Server(
            "data:{\"index\":1,\"token\":{\"id\":7,\"text\":\"half\",\"logprob\":-0.5,\"special\":false}}\n\n");

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.StreamInterrupted,
            () => Expect.AllAsync(server.Tgi().StreamAsync("hi")));

        Assert.Equal("half", Assert.IsType<HfException>(exception).PartialText);
    }

    private static RawServer Server(string stream) =>
        new(connection => connection.AnswerAsync(200, stream, "text/event-stream; charset=utf-8"));

    private static IAsyncEnumerable<HfChatChunk> Stream(RawServer server, ChatRequest? request = null) =>
        server.Client().GetChatClient(new InferenceTarget(server.Address)).StreamAsync(request ?? Hi);
}
