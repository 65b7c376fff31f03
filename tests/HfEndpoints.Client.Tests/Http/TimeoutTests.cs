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

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task AServerThatStopsInTheMiddleOfAnAnswerIsATimeout(int status)
    {
        // More than the buffers between both sides hold: the client is surely past the head when all is written.
        string half = new(' ', 20_000_000);
        var written = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync($"HTTP/1.1 {status} X\r\nContent-Length: {half.Length + 1}\r\n\r\n");
            await connection.WriteAsync(half);
            written.SetResult();
            await connection.HangAsync();
        });
        Task answer = Client(server, retries: 0).Hub.WhoAmIAsync();
        await written.Task.WithinDeadlineAsync();

        await _clock.PassAsync(s_timeout);

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"na")]
    public async Task CancellationIsNoTimeoutAndClosesTheConnection(string beginning)
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
        Task answer = client.TextGeneration(new(server.Address)).GenerateAsync("hi");

        await _clock.PassAsync(TimeSpan.FromMinutes(7));

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => answer);
    }

    private HfClient Client(RawServer server, int retries = 4) =>
        server.Client(options => options with { MaxRetries = retries, RequestTimeout = s_timeout, TimeProvider = _clock });
}
