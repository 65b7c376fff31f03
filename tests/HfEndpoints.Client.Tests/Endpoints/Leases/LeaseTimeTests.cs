namespace HfEndpoints.Client.Tests;

/// <summary>A service that does not answer, and the limits for starting and stopping.</summary>
public sealed class LeaseTimeTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new(s_start);

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task TheTimeToBecomeReadyBoundsEachRequestToo(string hanging)
    {
        await using var server = new RawServer((request, connection) =>
            request.Method == hanging ? connection.HangAsync() : AnswerAsync(connection, "paused"));
        EndpointLease lease = server.Client(options => options with { TimeProvider = _clock })
            .GetLease("acme", "e", new LeaseOptions { Wait = new WaitOptions { Timeout = TimeSpan.FromSeconds(3) } });
        Task opening = lease.OpenAsync();
        await Deadline.UntilAsync(() => Task.FromResult(server.Requests.Any(request => request.Method == hanging)));

        _clock.Advance(TimeSpan.FromSeconds(3));

        await Expect.FailureAsync(HfErrorKind.RequestTimeout, () => opening);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task TheTimeToBecomeReadyIsNotProlongedByAServerThatAsksForMore(string refused)
    {
        await using var server = new RawServer((request, connection) => request.Method == refused
            ? connection.AnswerAsync(429, "", null, "Retry-After: 100")
            : AnswerAsync(connection, "paused"));
        EndpointLease lease = server.Client(options => options with { TimeProvider = _clock })
            .GetLease("acme", "e", new LeaseOptions { Wait = new WaitOptions { Timeout = TimeSpan.FromSeconds(3) } });
        Task<HfInferenceEndpoint> opening = lease.OpenAsync();

        while (!opening.IsCompleted && _clock.GetUtcNow() < s_start + TimeSpan.FromSeconds(3))
        {
            await Task.WhenAny(opening, _clock.TimerAsync(left => left <= TimeSpan.FromSeconds(3)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        HfException failure = await Assert.ThrowsAsync<HfException>(() => opening.WithinDeadlineAsync());
        Assert.Contains(failure.Kind, (HfErrorKind[])[HfErrorKind.RequestTimeout, HfErrorKind.RateLimited, HfErrorKind.WaitTimeout]);
    }

    [Fact]
    public async Task AStopThatIsNeverAnsweredEndsInItsTime()
    {
        await using var server = new RawServer((request, connection) =>
            IsPause(request) ? connection.HangAsync() : AnswerAsync(connection, "running"));
        EndpointLease lease = await OpenedOnAsync(server);

        Task<HfException?> end = lease.EndAsync();
        await Deadline.UntilAsync(() => Task.FromResult(server.Requests.Any(IsPause)));
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HfErrorKind.RequestTimeout, (await end.WithinDeadlineAsync())?.Kind);
    }

    [Fact]
    public async Task AStopThatIsNeverAnsweredAndHappenedIsFine()
    {
        string state = "running";
        await using var server = new RawServer((request, connection) =>
        {
            state = IsPause(request) ? "paused" : state;
            return IsPause(request) ? connection.HangAsync() : AnswerAsync(connection, state);
        });
        EndpointLease lease = await OpenedOnAsync(server);

        Task<HfException?> end = lease.EndAsync();
        await Deadline.UntilAsync(() => Task.FromResult(server.Requests.Any(IsPause)));
        await _clock.PassAsync(TimeSpan.FromSeconds(1));

        Assert.Null(await end.WithinDeadlineAsync());
    }

    private static bool IsPause(RawRequest request) => request.Target.EndsWith("/pause", StringComparison.Ordinal);

    private static Task AnswerAsync(RawConnection connection, string state) => connection.AnswerAsync(
        200, $$$"""{"name":"e","status":{"state":"{{{state}}}"}}""", "application/json");

    // A third of the three seconds is an attempt's.
    private async Task<EndpointLease> OpenedOnAsync(RawServer server)
    {
        EndpointLease lease = server.Client(options => options with { TimeProvider = _clock })
            .GetLease("acme", "e", new LeaseOptions
            {
                EndTimeout = TimeSpan.FromSeconds(3),
                Wait = new WaitOptions { Timeout = TimeSpan.Zero },
            });

        // It runs, but has no address: the use does not begin, the end is to come all the same.
        await Expect.FailureAsync(HfErrorKind.WaitTimeout, () => lease.OpenAsync());
        return lease;
    }
}
