using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TimeoutTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task AServerThatDoesNotAnswerIsATimeout()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        Task answer = Client(server, retries: 0).Hub.WhoAmIAsync();

        await _clock.PassAsync(s_timeout);

        HfException exception = await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
        Assert.Contains("60 s", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task ATimeoutIsTriedAgain()
    {
        await using var server = new RawServer(
            connection => connection.HangAsync(), RawConnection.Json("""{"name":"alice"}"""));
        Task answer = Client(server).Hub.WhoAmIAsync();
        await server.ReceivedAsync(1);

        await _clock.PassAsync(s_timeout);
        await answer.WithinDeadlineAsync();

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task AServerThatStopsInTheMiddleOfAnAnswerIsATimeout()
    {
        // More than the buffers between both sides hold: the client is surely past the head when all is written.
        string half = new(' ', 20_000_000);
        var written = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync($"HTTP/1.1 200 X\r\nContent-Length: {half.Length + 1}\r\n\r\n");
            await connection.WriteAsync(half);
            written.SetResult();
            await connection.HangAsync();
        });
        Task answer = Client(server, retries: 0).Hub.WhoAmIAsync();
        await written.Task.WithinDeadlineAsync();

        await _clock.PassAsync(s_timeout);

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
    }

    [Fact]
    public async Task OfARefusalThatDoesNotEndAFewKilobytesAreEnough()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 403 X\r\nContent-Length: 900000000\r\n\r\n");
            await connection.WriteAsync(new string('x', 1 << 20));
            await connection.HangAsync();
        });

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.Forbidden, () => Client(server, retries: 0).Hub.WhoAmIAsync());

        Assert.InRange(exception.ServerMessage.Length, 1, 2_001);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARefusalThatTricklesIsReportedAfterSeconds(bool isStream)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 403 X\r\nContent-Length: 100\r\n\r\nno acc");
            await connection.HangAsync();
        });
        TextGenerationClient client = Client(server, retries: 0).GetTextGenerationClient(new InferenceTarget(server.Address));
        Task answer = isStream ? Expect.AllAsync(client.StreamAsync("hi")) : client.GenerateAsync("hi");

        await _clock.PassAsync(TimeSpan.FromSeconds(10));

        await Expect.FailureAsync(HfErrorKind.Forbidden, () => answer);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task AStreamThatFallsSilentIsInterruptedWithWhatCame()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginAsync("text/event-stream");
            await connection.WriteAsync("data: {\"token\":{\"text\":\"half\"}}\n\n");
            await connection.HangAsync();
        });
        TextGenerationClient client = server
            .Client(options => options with { IdleTimeout = TimeSpan.FromSeconds(77), TimeProvider = _clock })
            .GetTextGenerationClient(new InferenceTarget(server.Address));
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task answer = ReadAsync();

        // The time of silence counts anew from each piece.
        await begun.Task.WithinDeadlineAsync();
        await _clock.PassAsync(TimeSpan.FromSeconds(77));

        HfException exception = await Expect.FailureAsync(HfErrorKind.StreamInterrupted, () => answer);
        Assert.Equal("half", exception.PartialText);
        Assert.Equal(0, _clock.PendingTimers);

        async Task ReadAsync()
        {
            await foreach (object _ in client.StreamAsync("hi"))
            {
                begun.TrySetResult();
            }
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public async Task RepetitionsAndTheirPausesAreWithinTheTime(int seconds)
    {
        await using var server = new RawServer(
            RawConnection.Status(429, "Retry-After: 40"), RawConnection.Status(429, $"Retry-After: {seconds}"));
        Task answer = Inference(server).GenerateAsync("hi");

        await _clock.PassAsync(TimeSpan.FromSeconds(40));

        // After what the server asks for none of the 20 s would be left: nothing is gained by waiting.
        await Expect.FailureAsync(HfErrorKind.RateLimited, () => answer);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task TheLastRepetitionHasTheTimeThatIsLeft()
    {
        await using var server = new RawServer(RawConnection.Status(429, "Retry-After: 40"), connection => connection.HangAsync());
        Task answer = Inference(server).GenerateAsync("hi");
        await _clock.PassAsync(TimeSpan.FromSeconds(40));
        await server.ReceivedAsync(2);

        await _clock.PassAsync(TimeSpan.FromSeconds(20));

        HfException exception = await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
        Assert.Contains("60 s", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"na")]
    public async Task CancellationIsNotATimeoutAndClosesTheConnection(string beginning)
    {
        var closed = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync(beginning);
            begun.SetResult();
            await connection.HangAsync();
            closed.SetResult();
        });
        using var cancel = new CancellationTokenSource();
        Task answer = Client(server).Hub.WhoAmIAsync(cancel.Token);
        await begun.Task.WithinDeadlineAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WithinDeadlineAsync());
        await closed.Task.WithinDeadlineAsync();
        Assert.Single(server.Requests);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task ATokenThatIsCancelledAlreadySendsNothing()
    {
        await using var server = new RawServer(RawConnection.Json("{}"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Client(server).Hub.WhoAmIAsync(new CancellationToken(canceled: true)));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task AnEndpointIsGivenItsOwnTime()
    {
        await using var server = new RawServer(connection => connection.HangAsync());
        HfClient client = server.Client(options => options with
        {
            InferenceTimeout = TimeSpan.FromMinutes(7),
            MaxRetries = 0,
            TimeProvider = _clock,
        });
        Task answer = client.GetTextGenerationClient(new InferenceTarget(server.Address)).GenerateAsync("hi");

        await _clock.PassAsync(TimeSpan.FromMinutes(7));

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
    }

    private TextGenerationClient Inference(RawServer server) => server
        .Client(options => options with { InferenceTimeout = s_timeout, TimeProvider = _clock })
        .GetTextGenerationClient(new InferenceTarget(server.Address));

    private HfClient Client(RawServer server, int retries = 4) =>
        server.Client(options => options with { MaxRetries = retries, RequestTimeout = s_timeout, TimeProvider = _clock });
}
