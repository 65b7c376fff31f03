using HfEndpoints.Client.Endpoints;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Tests.Support;
using HfEndpoints.Client.Waiting;

namespace HfEndpoints.Client.Tests.Events;

public sealed class EndpointWatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private readonly ManualTimeProvider _clock = new();
    private Service _service = null!;

    public async Task InitializeAsync() => _service = await Service.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task AChangeComesByTheStreamWithoutWaitingForTheInterval()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await using IAsyncEnumerator<InferenceEndpoint> watch = Watch("e");

        Assert.Equal("initializing", (await NextAsync(watch)).Status.State);
        ValueTask<bool> next = watch.MoveNextAsync();
        await _service.PutAsync("e", """{"state":"running"}""");

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("running", watch.Current.Status.State);
        Assert.Equal("acme", watch.Current.Namespace);
    }

    [Fact]
    public async Task WhatDoesNotChangeIsNotToldTwice()
    {
        await _service.PutAsync("e", """{"state":"running"}""");
        await using IAsyncEnumerator<InferenceEndpoint> watch = Watch("e");
        Assert.Equal("running", (await NextAsync(watch)).Status.State);
        ValueTask<bool> next = watch.MoveNextAsync();

        await _service.PutAsync("e", """{"state":"running","tags":["new"]}""");
        await _service.PutAsync("e", """{"state":"paused"}""");

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("paused", watch.Current.Status.State);
    }

    [Fact]
    public async Task WithoutAStreamTheEndpointIsAskedForAtTheInterval()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await _service.FailAsync("""{"path":"*/sse","status":501,"body":"no"}""");
        await using IAsyncEnumerator<InferenceEndpoint> watch = Watch("e");
        Assert.Equal("initializing", (await NextAsync(watch)).Status.State);
        ValueTask<bool> next = watch.MoveNextAsync();

        await _service.PutAsync("e", """{"state":"running"}""");
        await _clock.PassAsync(s_interval);

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("running", watch.Current.Status.State);
    }

    [Fact]
    public async Task AStreamThatBreaksIsOpenedAnew()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await _service.FailAsync("""{"path":"*/sse","times":1,"drop":"middle"}""");
        await using IAsyncEnumerator<InferenceEndpoint> watch = Watch("e");
        Assert.Equal("initializing", (await NextAsync(watch)).Status.State);
        ValueTask<bool> next = watch.MoveNextAsync();

        await _clock.PassAsync(s_interval);
        await _service.PutAsync("e", """{"state":"running"}""");

        Assert.True(await next.AsTask().WithinDeadlineAsync());
        Assert.Equal("running", watch.Current.Status.State);
    }

    [Fact]
    public async Task AMissingEndpointIsAnError()
    {
        await using IAsyncEnumerator<InferenceEndpoint> watch = Watch("missing");

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => watch.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task AnEndpointThatIsDeletedEndsTheWatchWithAnError()
    {
        await _service.PutAsync("e");
        await using IAsyncEnumerator<InferenceEndpoint> watch = Watch("e");
        await NextAsync(watch);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await _service.Client.Endpoints.DeleteAsync("acme", "e");
        await _clock.PassAsync(s_interval);

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => next);
    }

    [Fact]
    public async Task AWaitEndsAtTheChangeAndNotAtTheNextRound()
    {
        await _service.PutAsync("e", """{"state":"initializing"}""");
        await using IAsyncEnumerator<WaitResult> results = _service.ClientWith(options => options with { TimeProvider = _clock })
            .Waiter().WaitAsync([new("acme", "e")], new WaitOptions()).GetAsyncEnumerator();
        Task<bool> next = results.MoveNextAsync().AsTask();
        await Deadline.UntilAsync(async () => (await _service.RoutesAsync()).Contains("GET /v2/endpoint/acme/e/sse"));

        await _service.PutAsync("e", """{"state":"running"}""");

        // The clock never moves: only the stream can have told.
        Assert.True(await next.WithinDeadlineAsync());
        Assert.Equal("running", results.Current.Endpoint?.Status.State);
    }

    [Fact]
    public async Task ManyEndpointsAreWaitedForWithoutStreams()
    {
        await _service.PutManyAsync(10, "initializing");
        using var stop = new CancellationTokenSource();
        Task wait = Expect.AllAsync(_service.ClientWith(options => options with { TimeProvider = _clock }).Waiter().WaitAsync(
            Enumerable.Range(0, 10).Select(i => new WaitTarget("acme", $"endpoint-{i:000}")), new WaitOptions(), stop.Token));

        await _clock.PassAsync(s_interval);
        await _clock.TimerAsync(left => left == s_interval);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.DoesNotContain(await _service.RoutesAsync(), route => route.EndsWith("/sse", StringComparison.Ordinal));
    }

    private static async Task<InferenceEndpoint> NextAsync(IAsyncEnumerator<InferenceEndpoint> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WithinDeadlineAsync());
        return watch.Current;
    }

    private IAsyncEnumerator<InferenceEndpoint> Watch(string name) =>
        _service.ClientWith(options => options with { TimeProvider = _clock })
            .Watcher().WatchAsync("acme", name, s_interval).GetAsyncEnumerator();
}
