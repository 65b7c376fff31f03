using System.Globalization;

namespace HfEndpoints.Client.Tests;

public sealed class RetryAfterTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData("Retry-After: 30", 30)]
    [InlineData("Retry-After: 0", 0)]
    [InlineData("Retry-After: -5", 0)]
    [InlineData("Retry-After: 1e300", 365 * 24 * 3600)]
    [InlineData("RateLimit: \"api\";r=0;t=55", 56)]
    [InlineData("RateLimit: \"api\" ; r = 0 ; t = 7", 8)]
    [InlineData("RateLimit: \"api\";r=3;t=55", null)]
    [InlineData("RateLimit: nonsense", null)]
    [InlineData("Retry-After: soon", null)]
    [InlineData("X-Other: 1", null)]
    public async Task TheErrorSaysHowLongTheServerAsksToWait(string header, int? seconds)
    {
        await using var server = new RawServer(RawConnection.Status(429, header));

        HfException exception = await Expect.ApiErrorAsync(
            HfErrorKind.RateLimited, () => Client(server, retries: 0).Hub.WhoAmIAsync());

        Assert.Equal(seconds is { } number ? TimeSpan.FromSeconds(number) : null, exception.RetryAfter);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public async Task ADateIsTakenByTheClock(int offset, int seconds)
    {
        string date = _clock.GetUtcNow().AddSeconds(offset).ToString("R", CultureInfo.InvariantCulture);
        await using var server = new RawServer(RawConnection.Status(429, $"Retry-After: {date}"));

        HfException exception = await Expect.ApiErrorAsync(
            HfErrorKind.RateLimited, () => Client(server, retries: 0).Hub.WhoAmIAsync());

        Assert.Equal(TimeSpan.FromSeconds(seconds), exception.RetryAfter);
    }

    [Theory]
    [InlineData(429, "Retry-After: 30", 30)]
    [InlineData(503, "Retry-After: 30", 30)]
    [InlineData(500, "Retry-After: 2", 2)]
    [InlineData(429, "RateLimit: \"api\";r=0;t=300", 301)]
    public async Task ARepetitionWaitsAsLongAsTheServerAsks(int status, string header, int seconds)
    {
        await using var server = new RawServer(
            RawConnection.Status(status, header), RawConnection.Json("""{"name":"alice"}"""));
        Task answer = Client(server).Hub.WhoAmIAsync();

        var delay = TimeSpan.FromSeconds(seconds);
        await _clock.TimerAsync(left => left == delay);
        _clock.Advance(delay - TimeSpan.FromTicks(1));
        Assert.Single(server.Requests);
        Assert.False(answer.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));
        await answer.WithinDeadlineAsync();

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public async Task APartOfASecondIsUnderstood()
    {
        await using var server = new RawServer(RawConnection.Status(429, "Retry-After: 1.5"), RawConnection.Json("""{"name":"alice"}"""));
        Task answer = Client(server).Hub.WhoAmIAsync();

        await _clock.PassAsync(TimeSpan.FromSeconds(1.5));

        await answer.WithinDeadlineAsync();
    }

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(30, 30, 34)]
    public async Task AServerIsNotPressedWhateverPauseItAsksFor(int seconds, double atLeast, double atMost)
    {
        await using var server = new RawServer(
            RawConnection.Status(429, $"Retry-After: {seconds}"), RawConnection.Json("""{"name":"alice"}"""));
        Task answer = Client(server, delay: TimeSpan.FromSeconds(4)).Hub.WhoAmIAsync();

        TimeSpan pause = await _clock.TimerAsync(left => left < s_minute);
        _clock.Advance(pause);
        await answer.WithinDeadlineAsync();

        Assert.InRange(pause, TimeSpan.FromSeconds(atLeast), TimeSpan.FromSeconds(atMost));
    }

    [Fact]
    public async Task AServerThatAsksForTooMuchPatienceIsReported()
    {
        await using var server = new RawServer(RawConnection.Status(429, "Retry-After: 302"));

        HfException exception = await Expect.ApiErrorAsync(
            HfErrorKind.RateLimited, () => Client(server).Hub.WhoAmIAsync());

        Assert.Single(server.Requests);
        Assert.Equal(TimeSpan.FromSeconds(302), exception.RetryAfter);
    }

    [Fact]
    public async Task WithoutAnAskTheDelaysDoubleWithJitterUpToEightSeconds()
    {
        await using var server = new RawServer(RawConnection.Status(503));
        Task answer = Client(server, retries: 8, delay: TimeSpan.FromSeconds(1)).Hub.WhoAmIAsync();
        var delays = new List<TimeSpan>();
        for (int i = 0; i < 8; i++)
        {
            TimeSpan delay = await _clock.TimerAsync(left => left < s_minute);
            delays.Add(delay);
            _clock.Advance(delay);
        }

        await Expect.ApiErrorAsync(HfErrorKind.ServiceUnavailable, () => answer);

        Assert.Equal(9, server.Requests.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(8)));
        Assert.True(delays[^1] > delays[0], string.Join(' ', delays));
    }

    [Fact]
    public async Task CancellationEndsTheDelay()
    {
        await using var server = new RawServer(RawConnection.Status(429, "Retry-After: 30"));
        using var cancel = new CancellationTokenSource();
        Task answer = Client(server).Hub.WhoAmIAsync(cancel.Token);
        await _clock.TimerAsync(left => left == TimeSpan.FromSeconds(30));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WithinDeadlineAsync());
        Assert.Single(server.Requests);
    }

    private HfClient Client(RawServer server, int retries = 4, TimeSpan delay = default) => server.Client(options => options with
    {
        MaxRetries = retries,
        RetryDelay = delay,
        RequestTimeout = s_minute * 60,
        TimeProvider = _clock,
    });
}
