using System.Text;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TextGenerationStreamTests
{
    private const string First =
        """data:{"index":1,"token":{"id":7,"text":"grün","logprob":-0.5,"special":false},"generated_text":null,"details":null}""";
    private const string Last =
        """data: {"index":2,"token":{"id":8,"text":" 🍵","logprob":-0.25,"special":false},"generated_text":"grün 🍵","details":"""
            + """{"finish_reason":"length","generated_tokens":2,"input_length":3,"seed":null}}""";

    public static TheoryData<string> Forms => new()
    {
        $"{First}\n\n{Last}\n\n",
        $"{First}\r\n\r\n{Last}\r\n\r\n",
        $"{First}\r\r{Last}\r\r",
        $":a comment\n\n{First}\n\n: another\nevent: message\nid: 4\nretry: 10\n{Last}\n\n:end\n\n",
        $"{First}\n\n{Last}\n\ndata: [DONE]\n\n",
        $"{First}\n\n{Last}\n\ndata:[DONE]\n\ndata: after the end\n\n",
        $"\n\n\n{First}\n\ndata:\n\n{Last}\n\n",
        $"{First}\n\n{Last.Replace(",\"generated_text\"", "\ndata: ,\"generated_text\"", StringComparison.Ordinal)}\n\n",
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task EveryFormOfAStreamGivesTheSamePieces(string stream)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, stream, "text/event-stream; charset=utf-8"));

        AssertPieces(await ReadAsync(server));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task PiecesMayBeSplitAtEveryByte(int size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{First}\r\n\r\n{Last}\r\n\r\ndata: [DONE]\r\n\r\n");
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            for (int start = 0; start < bytes.Length; start += size)
            {
                await connection.ChunkAsync(bytes.AsMemory(start, Math.Min(size, bytes.Length - start)));
            }

            await connection.EndChunksAsync();
        });

        AssertPieces(await ReadAsync(server));
    }

    [Fact]
    public async Task PiecesMayBeCutInTwoAnywhere()
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{First}\r\n\r\n{Last}\r\n\r\n");
        await using var server = new RawServer(async (request, connection) =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync(bytes.AsMemory(0, request.Number + 1));
            await connection.ChunkAsync(bytes.AsMemory(request.Number + 1));
            await connection.EndChunksAsync();
        });

        for (int cut = 1; cut < bytes.Length; cut++)
        {
            AssertPieces(await ReadAsync(server));
        }
    }

    [Fact]
    public async Task EachPieceIsGivenAsItComes()
    {
        var isRead = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync($"{First}\n\n");
            await isRead.Task;
            await connection.ChunkAsync($"{Last}\n\n");
            await connection.EndChunksAsync();
        });
        await using IAsyncEnumerator<HfGeneratedTextChunk> chunks = Stream(server).GetAsyncEnumerator();

        Assert.True(await chunks.MoveNextAsync().AsTask().WithinDeadlineAsync());
        Assert.Equal("grün", chunks.Current.Token?.Text);
        isRead.SetResult();
        Assert.True(await chunks.MoveNextAsync().AsTask().WithinDeadlineAsync());
        Assert.False(await chunks.MoveNextAsync().AsTask().WithinDeadlineAsync());
    }

    [Theory]
    [InlineData("overloaded", HfErrorKind.RateLimited)]
    [InlineData("validation", HfErrorKind.InvalidRequest)]
    [InlineData("generation", HfErrorKind.GenerationFailed)]
    [InlineData("incomplete_generation", HfErrorKind.GenerationFailed)]
    public async Task AnErrorInsideAStreamEndsItWithItsKind(string type, HfErrorKind kind)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(
            200, $"{First}\n\ndata:{{\"error\":\"it broke\",\"error_type\":\"{type}\"}}\n\n", "text/event-stream"));
        var chunks = new List<HfGeneratedTextChunk>();

        HfException exception = await Expect.FailureAsync(kind, () => Expect.AllAsync(Stream(server), chunks));

        Assert.Single(chunks);
        Assert.Contains("it broke", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AnErrorOfTheOpenAIFormIsReadToo()
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(
            200, "data: {\"error\":{\"message\":\"too long\",\"http_status_code\":422}}\n\n", "text/event-stream"));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => Expect.AllAsync(Stream(server)));

        Assert.Contains("too long", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\"index\":1,\"token\"\n\n")]
    [InlineData("data: hello\n\n")]
    [InlineData("data: [1]\n\n")]
    [InlineData("data: null\n\n")]
    public async Task AnEventThatIsNotAPieceIsTheServersFault(string events)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, events, "text/event-stream"));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => Expect.AllAsync(Stream(server)));
    }

    public static TheoryData<string> Ends => ["orderly", "close", "reset", "nothing"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task AStreamThatEndsInTheMiddleIsInterrupted(string end)
    {
        var isRead = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync(end == "nothing" ? ":\n\n" : $"{First}\n\n");
            await (end == "nothing" ? Task.CompletedTask : isRead.Task);
            await (end switch
            {
                "close" => connection.CloseAsync(),
                "reset" => connection.ResetAsync(),
                _ => connection.EndChunksAsync(),
            });
        });
        int count = 0;

        await Expect.FailureAsync(HfErrorKind.StreamInterrupted, async () =>
        {
            await foreach (HfGeneratedTextChunk chunk in Stream(server))
            {
                count++;
                isRead.SetResult();
            }
        });

        Assert.Equal(end == "nothing" ? 0 : 1, count);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AStreamThatBreaksBeforeItsFirstByteIsInterrupted()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.CloseAsync();
        });

        await Expect.FailureAsync(HfErrorKind.StreamInterrupted, () => ReadAsync(server));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AConnectionThatBreaksAfterTheWholeTextBreaksNothing()
    {
        var isRead = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync($"{First}\n\n{Last}\n\n");
            await isRead.Task;
            await connection.ResetAsync();
        });
        var chunks = new List<HfGeneratedTextChunk>();
        await foreach (HfGeneratedTextChunk chunk in Stream(server))
        {
            chunks.Add(chunk);
            if (chunks.Count == 2)
            {
                isRead.SetResult();
            }
        }

        AssertPieces(chunks);
    }

    [Theory]
    [InlineData("""{"generated_text":"all","details":{"finish_reason":"length","generated_tokens":1}}""")]
    [InlineData("""[{"generated_text":"all","details":{"finish_reason":"length","generated_tokens":1}}]""")]
    public async Task AWholeTextInsteadOfAStreamIsOnePiece(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        HfGeneratedTextChunk chunk = Assert.Single(await ReadAsync(server));

        Assert.Equal(("all", "length"), (chunk.GeneratedText, chunk.Details?.FinishReason));
        Assert.Null(chunk.Token);
    }

    [Fact]
    public async Task AnErrorBeforeTheStreamIsReportedLikeAnyOther()
    {
        await using var server = new RawServer(RawConnection.Json("""{"error":"no","error_type":"validation"}""", 422));

        await Expect.ApiErrorAsync(HfErrorKind.InvalidRequest, () => Expect.AllAsync(Stream(server)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ADeployedServerStreams(bool isTgi)
    {
        await using Service service = await Service.StartAsync();
        await (isTgi ? service.PutTgiAsync() : service.PutAsync("e"));
        var parameters = new GenerateParameters { MaxNewTokens = 6, Details = true, ReturnFullText = false, Seed = 1, DoSample = true };

        List<HfGeneratedTextChunk> chunks = await Expect.AllAsync(service.TextGeneration().StreamAsync("I am", parameters));
        HfGeneratedText whole = await service.TextGeneration().GenerateAsync("I am", parameters);

        Assert.Equal(whole.Text, string.Concat(chunks.Select(chunk => chunk.Token!.Special ? "" : chunk.Token.Text)));
        Assert.Equal(whole.Text, chunks[^1].GeneratedText);
        Assert.Equal(chunks.Count, chunks[^1].Details?.GeneratedTokens);
        Assert.All(chunks.SkipLast(1), chunk => Assert.Null(chunk.GeneratedText));
    }

    [Fact]
    public async Task AServersRefusalInsideASuccessfulStreamIsReported()
    {
        await using Service service = await Service.StartAsync();
        await service.PutTgiAsync();

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest,
            () => Expect.AllAsync(service.TextGeneration().StreamAsync("hi", new() { Temperature = 0 })));

        Assert.Contains("`temperature` must be strictly positive", exception.Message, StringComparison.Ordinal);
    }

    private static IAsyncEnumerable<HfGeneratedTextChunk> Stream(RawServer server, CancellationToken cancellationToken = default) =>
        server.Tgi().StreamAsync("hi", null, null, cancellationToken);

    private static Task<List<HfGeneratedTextChunk>> ReadAsync(RawServer server) =>
        Expect.AllAsync(Stream(server)).WithinDeadlineAsync();

    private static void AssertPieces(List<HfGeneratedTextChunk> chunks)
    {
        Assert.Equal([(7L, "grün"), (8L, " 🍵")], chunks.Select(chunk => (chunk.Token!.Id, chunk.Token.Text)));
        Assert.Null(chunks[0].GeneratedText);
        Assert.Equal("grün 🍵", chunks[1].GeneratedText);
        Assert.Equal(
            ("length", 2, 3), (chunks[1].Details!.FinishReason, chunks[1].Details!.GeneratedTokens, chunks[1].Details!.InputLength));
    }
}
