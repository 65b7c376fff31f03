using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>How long an answer may take, and how long a stream may be silent. Only these tests move the clock.</summary>
public sealed class AnswerTimeTests
{
    private const string Piece = "data: {\"token\":{\"id\":7,\"text\":\"half\"}}\n\n";
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task AnAnswerThatNeverComesEndsWithItsTimeAndIsNotAskedForAgain()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        Task<HfGeneratedText> answer = Client(server).GenerateAsync("hi", null, new() { Timeout = TimeSpan.FromSeconds(30) });
        await server.ReceivedAsync(1);
        await _clock.TimerAsync(left => left == TimeSpan.FromSeconds(30));

        _clock.Advance(TimeSpan.FromSeconds(30));

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AStreamThatIsSilentIsInterruptedWithWhatCame()
    {
        await using RawServer server = HalfAStream();
        await using IAsyncEnumerator<HfGeneratedTextChunk> pieces = Client(server)
            .StreamAsync("hi", null, new() { IdleTimeout = TimeSpan.FromSeconds(7) }).GetAsyncEnumerator();
        Assert.True(await pieces.MoveNextAsync().AsTask().WithinDeadlineAsync());

        Task<bool> next = pieces.MoveNextAsync().AsTask();
        await _clock.TimerAsync(left => left == TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(7));

        HfException exception = await Expect.FailureAsync(HfErrorKind.StreamInterrupted, () => next);
        Assert.Equal("half", exception.PartialText);
    }

    [Fact]
    public async Task AStreamHasTheTimeOfAnAnswer()
    {
        await using RawServer server = HalfAStream();
        await using IAsyncEnumerator<HfGeneratedTextChunk> pieces = Client(server)
            .StreamAsync("hi", null, new() { Timeout = TimeSpan.FromSeconds(30), IdleTimeout = TimeSpan.Zero }).GetAsyncEnumerator();
        Assert.True(await pieces.MoveNextAsync().AsTask().WithinDeadlineAsync());

        Task<bool> next = pieces.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(30));

        HfException exception = await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => next);
        Assert.Equal("half", exception.PartialText);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(0, 30)]
    public async Task TimeThatEndsAfterTheWholeTextIsNoFailure(int timeout, int idleTimeout)
    {
        await using RawServer server = HalfAStream(Piece.Replace("}}", "},\"generated_text\":\"half\"}", StringComparison.Ordinal));
        await using IAsyncEnumerator<HfGeneratedTextChunk> pieces = Client(server)
            .StreamAsync("hi", null, new() { Timeout = TimeOf(timeout), IdleTimeout = TimeSpan.FromSeconds(idleTimeout) })
            .GetAsyncEnumerator();
        Assert.True(await pieces.MoveNextAsync().AsTask().WithinDeadlineAsync());

        Task<bool> next = pieces.MoveNextAsync().AsTask();
        await _clock.PassAsync(TimeSpan.FromSeconds(30));

        Assert.False(await next.WithinDeadlineAsync());
    }

    [Fact]
    public async Task AStreamWithoutAFirstByteHasTheTimeOfAnAnswer()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.HangAsync();
        });
        Task<List<HfGeneratedTextChunk>> pieces = Expect.AllAsync(Client(server)
            .StreamAsync("hi", null, new() { Timeout = TimeSpan.FromSeconds(30), IdleTimeout = TimeSpan.Zero }));

        await _clock.PassAsync(TimeSpan.FromSeconds(30));

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => pieces);
    }

    [Fact]
    public async Task AWholeTextInsteadOfAStreamHasTheTimeOfAnAnswer()
    {
        await using RawServer server = HalfAStream("[{\"generated_text\":");
        Task<List<HfGeneratedTextChunk>> pieces = Expect.AllAsync(Client(server)
            .StreamAsync("hi", null, new() { Timeout = TimeSpan.FromSeconds(30), IdleTimeout = TimeSpan.Zero }));

        await _clock.PassAsync(TimeSpan.FromSeconds(30));

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => pieces);
    }

    [Fact]
    public async Task WhatAnEndpointTakesToStartIsNotTakenFromTheAnswer()
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"error":"starting"}""", 503, "Retry-After: 40"), RawConnection.Json("""[{"generated_text":"all"}]"""));
        Task<HfGeneratedText> answer = Client(server).GenerateAsync("hi", null, new() { Timeout = TimeSpan.FromSeconds(30) });

        await _clock.PassAsync(40, 40.25);

        Assert.Equal("all", (await answer.WithinDeadlineAsync()).Text);
    }

    [Fact]
    public async Task AnAnswerWithoutALimitIsAskedForAgain()
    {
        await using var server = new RawServer(
            RawConnection.Json("""{"error":"broken"}""", 500), RawConnection.Json("""[{"generated_text":"all"}]"""));

        HfGeneratedText text = await server.Tgi().GenerateAsync("hi", null, new() { Timeout = Timeout.InfiniteTimeSpan });

        Assert.Equal("all", text.Text);
    }

    private TextGenerationClient Client(RawServer server) => server.Client(options => options with { TimeProvider = _clock })
        .GetTextGenerationClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi });

    private static TimeSpan TimeOf(int seconds) => seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    private static RawServer HalfAStream(string half = Piece) => new(async connection =>
    {
        await connection.BeginChunkedAsync("text/event-stream");
        await connection.ChunkAsync(half);
        await connection.HangAsync();
    });
}
