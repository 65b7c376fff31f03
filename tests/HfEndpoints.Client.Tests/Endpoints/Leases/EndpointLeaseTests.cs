using System.Collections.Concurrent;

namespace HfEndpoints.Client.Tests;

public sealed class EndpointLeaseTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private Service _service = null!;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(LeaseEnd.Pause, "paused")]
    [InlineData(LeaseEnd.ScaleToZero, "scaledToZero")]
    public async Task AnEndpointIsStartedAndStopped(LeaseEnd end, string state)
    {
        await _service.PutAsync("e", """{"state":"paused","compute":{"scaling":{"minReplica":0,"maxReplica":1}}}""");
        EndpointLease lease = _service.Client.GetLease("acme", "e", new LeaseOptions { End = end });
        Task<HfInferenceEndpoint> opening = lease.OpenAsync();
        await MadeReadyAsync("e");

        Assert.Equal("running", (await opening.WithinDeadlineAsync()).Status);
        Assert.Null(await lease.EndAsync());

        Assert.Equal(state, await StateAsync("e"));
    }

    [Fact]
    public async Task OneThatRunsIsNotStartedAgain()
    {
        await _service.PutAsync("e");
        await using (EndpointLease lease = _service.Client.GetLease("acme", "e"))
        {
            await lease.OpenAsync();
        }

        Assert.Equal(["POST /v2/endpoint/acme/e/pause"], await ChangesAsync());
    }

    [Fact]
    public async Task OneIsDeletedIfThatIsTheEnd()
    {
        await _service.PutAsync("e");
        EndpointLease lease = _service.Client.GetLease("acme", "e", new LeaseOptions { End = LeaseEnd.Remove });
        await lease.OpenAsync();

        Assert.Null(await lease.EndAsync());

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => StateAsync("e"));
    }

    [Fact]
    public async Task OneThatIsNotThereIsNotStopped()
    {
        EndpointLease lease = _service.Client.GetLease("acme", "missing");

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => lease.OpenAsync());
        await lease.DisposeAsync();

        Assert.Empty(await ChangesAsync());
    }

    [Fact]
    public async Task OneThatDoesNotBecomeReadyIsStopped()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        var options = new LeaseOptions { Wait = new WaitOptions { Timeout = TimeSpan.Zero } };
        EndpointLease lease = _service.Client.GetLease("acme", "e", options);

        await Expect.FailureAsync(HfErrorKind.WaitTimeout, () => lease.OpenAsync());
        await lease.DisposeAsync();

        Assert.Equal("paused", await StateAsync("e"));
    }

    [Fact]
    public async Task OneWhoseStartIsCancelledIsStopped()
    {
        await _service.PutAsync("e", """{"state":"paused"}""");
        using var cancel = new CancellationTokenSource();
        EndpointLease lease = _service.Client.GetLease("acme", "e", new LeaseOptions
        {
            Wait = new WaitOptions { Progress = _ => cancel.Cancel() },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lease.OpenAsync(cancel.Token).WithinDeadlineAsync());
        await lease.DisposeAsync();

        Assert.Equal("paused", await StateAsync("e"));
    }

    [Fact]
    public async Task AStopThatFailsIsTriedAgain()
    {
        var troubles = new ConcurrentQueue<string>();
        EndpointLease lease = await OpenedAsync(troubles);
        await _service.FailAsync("""{"path":"*/pause","status":503,"times":2}""");

        Task<HfException?> end = lease.EndAsync();
        await _clock.PassAsync(0.75, 1);
        await _clock.PassAsync(1.5, 2);

        Assert.Null(await end.WithinDeadlineAsync());
        Assert.Equal("paused", await StateAsync("e"));
        Assert.Equal(2, troubles.Count);
        Assert.Contains("503", troubles.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStopIsGivenUpWhenItsTimeIsOver()
    {
        EndpointLease lease = await OpenedAsync(new(), TimeSpan.FromSeconds(1.8));
        await _service.FailAsync("""{"path":"*/pause","status":503}""");

        Task<HfException?> end = lease.EndAsync();
        await _clock.PassAsync(0.75, 1);
        await _clock.PassAsync(0.75, 1.1);

        Assert.Equal(HfErrorKind.ServiceUnavailable, (await end.WithinDeadlineAsync())?.Kind);
        HfException thrown = await Expect.FailureAsync(HfErrorKind.ServiceUnavailable, () => lease.DisposeAsync().AsTask());
        Assert.Same(thrown, await lease.EndAsync());
        Assert.Equal("running", await StateAsync("e"));
    }

    [Fact]
    public async Task AServerThatAsksForALongPauseDoesNotExtendTheTimeForStopping()
    {
        var troubles = new ConcurrentQueue<string>();
        EndpointLease lease = await OpenedAsync(troubles, TimeSpan.FromSeconds(2));
        await _service.FailAsync("""{"path":"*/pause","status":429,"headers":{"Retry-After":"120"}}""");

        Task<HfException?> end = lease.EndAsync();
        await _clock.PassAsync(1.9, 2);

        Assert.Equal(HfErrorKind.RateLimited, (await end.WithinDeadlineAsync())?.Kind);
        Assert.Single(troubles);
    }

    [Fact]
    public async Task AStopThatIsForbiddenIsNotTriedAgain()
    {
        EndpointLease lease = await OpenedAsync(new());
        await _service.FailAsync("""{"path":"*/pause","status":403}""");

        Assert.Equal(HfErrorKind.Forbidden, (await lease.EndAsync().WithinDeadlineAsync())?.Kind);
    }

    [Fact]
    public async Task AStopWhoseAnswerIsLostHasHappened()
    {
        EndpointLease lease = await OpenedAsync(new());
        await _service.FailAsync("""{"path":"*/pause","drop":"after"}""");

        Assert.Null(await lease.EndAsync().WithinDeadlineAsync());
        Assert.Equal("paused", await StateAsync("e"));
    }

    [Fact]
    public async Task WhatCannotBeScaledToZeroIsPaused()
    {
        await _service.PutAsync("e");
        var troubles = new ConcurrentQueue<string>();
        EndpointLease lease = _service.Client.GetLease(
            "acme", "e", new LeaseOptions { End = LeaseEnd.ScaleToZero, Trouble = troubles.Enqueue });
        await lease.OpenAsync();

        Assert.Null(await lease.EndAsync());

        Assert.Equal("paused", await StateAsync("e"));
        Assert.Contains("'e'", Assert.Single(troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "pause")]
    [InlineData("DELETE", "")]
    public async Task WhatItsUserStoppedAlreadyIsFine(string method, string route)
    {
        await _service.PutAsync("e");
        EndpointLease lease = _service.Client.GetLease("acme", "e");
        await lease.OpenAsync();
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(_service.Address, $"v2/endpoint/acme/e/{route}".TrimEnd('/')));
        request.Headers.Authorization = new("Bearer", TestClient.Token);
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);

        Assert.Null(await lease.EndAsync());
    }

    [Fact]
    public async Task AskedTwiceItIsStoppedOnce()
    {
        await _service.PutAsync("e");
        EndpointLease lease = _service.Client.GetLease("acme", "e");
        await lease.OpenAsync();

        await Task.WhenAll(lease.EndAsync(), lease.EndAsync());

        Assert.Single(await ChangesAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => lease.OpenAsync());
    }

    private async Task<EndpointLease> OpenedAsync(ConcurrentQueue<string> troubles, TimeSpan? endTimeout = null)
    {
        await _service.PutAsync("e");
        EndpointLease lease = _service
            .ClientWith(options => options with { TimeProvider = _clock, MaxRetries = 0 })
            .GetLease("acme", "e", new LeaseOptions
            {
                EndTimeout = endTimeout ?? TimeSpan.FromSeconds(60),
                Trouble = troubles.Enqueue,
            });
        await lease.OpenAsync().WithinDeadlineAsync();
        return lease;
    }

    // The emulator's clock stands still until it is moved; the wait hears of changes by events.
    private async Task MadeReadyAsync(string name)
    {
        while (await StateAsync(name) != "running")
        {
            _service.Advance(TimeSpan.FromSeconds(5));
        }
    }

    private async Task<string?> StateAsync(string name) =>
        (await _service.Client.Endpoints.GetAsync("acme", name)).Status;

    private async Task<string[]> ChangesAsync() =>
        [.. (await _service.RoutesAsync()).Where(route => !route.StartsWith("GET", StringComparison.Ordinal))];
}
