using System.Collections.Concurrent;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class ColdStartTests
{
    [Fact]
    public async Task AQueueThatIsFullIsNotAColdStart()
    {
        const string Full = """{"object":"error","message":"The request queue is full.","type":"503","param":null,"code":503}""";
        await using var server = new RawServer(
            RawConnection.Json(Full, 503), RawConnection.Json("""[{"generated_text":"all"}]"""), RawConnection.Json(Full, 503));
        TextGenerationClient client = server.Tgi();
        bool isWaited = false;
        var options = new InferenceOptions { ColdStartProgress = _ => isWaited = true };

        Assert.Equal("all", (await client.GenerateAsync("hi", null, options).WithinDeadlineAsync()).Text);
        HfException exception = await Expect.FailureAsync(HfErrorKind.RateLimited, () => client.GenerateAsync("hi", null, options));

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.False(isWaited);
        Assert.Equal(2 + 4, server.Requests.Count);
    }

    [Fact]
    public async Task ARequestThatTheServerGaveUpIsNotSentAgain()
    {
        await using var server = new RawServer(RawConnection.Json("""{"message":"Request running timeout reached."}""", 503));

        await Expect.FailureAsync(
            HfErrorKind.RequestTimeout, () => server.Tgi().GenerateAsync("hi"));

        Assert.Single(server.Requests);
    }

    private const string HoldHeader = "X-Scale-Up-Timeout";
    private static readonly Func<RawConnection, Task> s_starting =
        RawConnection.Json("""{"error":"503 Service Unavailable","code":"SERVICE_UNAVAILABLE"}""", 503);

    private static readonly Func<RawConnection, Task> s_text = RawConnection.Json("""{"generated_text":"x"}""");
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task AnEndpointThatStartsIsWaitedFor()
    {
        var progress = new ConcurrentQueue<TimeSpan>();
        await using var server = new RawServer(s_starting, s_starting, s_text);
        Task<HfGeneratedText> text = Client(server).GenerateAsync(
            "hi", null, new InferenceOptions { ColdStartProgress = progress.Enqueue });
        TimeSpan first = await _clock.PassAsync(0.187, 0.25);
        await _clock.PassAsync(0.375, 0.5);

        Assert.Equal("x", (await text.WithinDeadlineAsync()).Text);

        Assert.Equal([TimeSpan.Zero, first], progress);
        Assert.Equal([null, "60", "60"], server.Requests.Select(Hold));
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task TheTimeGoesOnWhileTheGatewayHoldsTheRequest()
    {
        var progress = new ConcurrentQueue<TimeSpan>();
        int ended = 0;
        var started = new TaskCompletionSource();
        await using var server = new RawServer(s_starting, async connection =>
        {
            await started.Task;
            await s_text(connection);
        });
        Task<HfGeneratedText> text = Client(server).GenerateAsync("hi", null, new InferenceOptions
        {
            ColdStartProgress = progress.Enqueue,
            ColdStartEnded = () => Interlocked.Increment(ref ended),
        });
        await _clock.PassAsync(0.187, 0.25);
        await server.ReceivedAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(20, progress.Max().TotalSeconds);
        Assert.Equal(21, progress.Count);
        Assert.Equal(0, ended);
        started.SetResult();
        await text.WithinDeadlineAsync();
        Assert.Equal(1, ended);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task AStreamWaitsToo()
    {
        await using var server = new RawServer(
            s_starting,
            connection => connection.AnswerAsync(
                200, "data:{\"token\":{\"id\":1,\"text\":\"x\"},\"generated_text\":\"x\"}\n\n", "text/event-stream"));
        Task<List<HfGeneratedTextChunk>> chunks = Expect.AllAsync(Client(server).StreamAsync("hi"));
        await _clock.PassAsync(0.187, 0.25);

        Assert.Equal("x", Assert.Single(await chunks.WithinDeadlineAsync()).GeneratedText);
    }

    [Fact]
    public async Task NoPatienceFailsAtOnce()
    {
        await using var server = new RawServer(s_starting);

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.EndpointNotRunning,
            () => Client(server).GenerateAsync("hi", null, new InferenceOptions { ColdStartTimeout = TimeSpan.Zero }));

        Assert.Null(Hold(Assert.Single(server.Requests)));
        Assert.Contains("503 Service Unavailable", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PatienceEndsWithItsTime()
    {
        await using var server = new RawServer(s_starting);
        Task text = Client(server).GenerateAsync("hi", null, new InferenceOptions { ColdStartTimeout = TimeSpan.FromSeconds(20) });
        var passed = TimeSpan.Zero;
        while (passed < TimeSpan.FromSeconds(20))
        {
            TimeSpan pause = await _clock.TimerAsync(left => left <= Backoff.Longest);
            passed += pause;
            _clock.Advance(pause);
        }

        HfException exception = await Expect.FailureAsync(HfErrorKind.EndpointNotRunning, () => text);

        Assert.Equal(TimeSpan.FromSeconds(20), passed);
        Assert.Contains("20 s", exception.Message, StringComparison.Ordinal);
        Assert.All(
            server.Requests.Skip(1),
            request => Assert.InRange(int.Parse(Hold(request)!, System.Globalization.CultureInfo.InvariantCulture), 1, 20));
        Assert.Equal("1", Hold(server.Requests[^1]));
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Theory]
    [InlineData("Retry-After: 0")]
    [InlineData("Retry-After: 0.001")]
    public async Task AServerThatAsksForNoPauseIsNotPressed(string header)
    {
        await using var server = new RawServer(RawConnection.Status(503, header), s_text);
        Task text = Client(server).GenerateAsync("hi");

        await _clock.PassAsync(0.187, 0.25);

        await text.WithinDeadlineAsync();
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public async Task TheServersOwnPauseIsKept(int seconds)
    {
        await using var server = new RawServer(RawConnection.Status(503, $"Retry-After: {seconds}"), s_text);
        Task text = Client(server).GenerateAsync("hi");
        TimeSpan pause = await _clock.TimerAsync(
            left => left >= TimeSpan.FromSeconds(seconds) && left <= TimeSpan.FromSeconds(seconds + 0.25));
        _clock.Advance(pause - TimeSpan.FromTicks(1));
        Assert.Single(server.Requests);
        _clock.Advance(TimeSpan.FromTicks(1));

        await text.WithinDeadlineAsync();

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task ASleepingEndpointIsWokenByTheRequestAndHeldByTheGateway()
    {
        await using Service service = await Service.StartAsync();
        await service.PutTgiAsync("e", ""","compute":{"scaling":{"minReplica":0,"maxReplica":1}},"state":"scaledToZero" """);
        Task<HfGeneratedText> text = service.TextGeneration("e", options => options with { TimeProvider = _clock }).GenerateAsync("hi");
        await _clock.PassAsync(0.187, 0.25);
        await Deadline.UntilAsync(async () => (await service.RequestsAsync("POST")).Count == 2);
        Assert.True((bool)(await service.RequestsAsync("POST"))[1]["inFlight"]!);

        service.Advance(TimeSpan.FromSeconds(30));

        Assert.NotEmpty((await text.WithinDeadlineAsync()).Text!);
        Assert.Equal(2, (await service.RequestsAsync("POST")).Count);
        Assert.Equal("running", (await service.Client.Endpoints.GetAsync("acme", "e")).Status);
    }

    [Theory]
    [InlineData("paused", HfErrorKind.EndpointNotRunning)]
    [InlineData("failed", HfErrorKind.EndpointFailed)]
    [InlineData("updateFailed", HfErrorKind.EndpointFailed)]
    public async Task AnEndpointThatWillNotComeIsReportedAtOnce(string state, HfErrorKind kind)
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", $$"""{"state":"{{state}}"}""");

        await Expect.ApiErrorAsync(kind, () => service.TextGeneration().GenerateAsync("hi"));

        Assert.Single(await service.RequestsAsync());
    }

    [Fact]
    public async Task CancellationEndsTheWait()
    {
        await using var server = new RawServer(s_starting);
        using var cancel = new CancellationTokenSource();
        Task text = Client(server).GenerateAsync("hi", cancellationToken: cancel.Token);
        await _clock.TimerAsync(left => left <= TimeSpan.FromMilliseconds(250));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => text.WithinDeadlineAsync());
        Assert.Equal(0, _clock.PendingTimers);
        Assert.Single(server.Requests);
    }

    private static string? Hold(RawRequest request) => request.Headers.GetValueOrDefault(HoldHeader);

    private TextGenerationClient Client(RawServer server) =>
        server.Tgi(options => options with { TimeProvider = _clock });
}
