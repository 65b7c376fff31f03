using System.Collections.Concurrent;

namespace HfEndpoints.Client.Tests;

public sealed class ReplicaLeaseTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private Service _service = null!;

    public async Task InitializeAsync()
    {
        _service = await Service.StartAsync();
        await _service.PutAsync("e", """{"compute":{"scaling":{"minReplica":1,"maxReplica":2} } }""");
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task TheMaximumIsRaisedAndPutBack()
    {
        await using (ReplicaLease lease = _service.Client.GetReplicaLease("acme", "e", 5))
        {
            Assert.Equal(5, (await lease.OpenAsync()).MaxReplica);
            Assert.Equal(2, lease.FormerMaxReplica);
            Assert.Equal(5, await MaximumAsync());
        }

        Assert.Equal(2, await MaximumAsync());
        Assert.Equal(
            ["""{"compute":{"scaling":{"maxReplica":5}}}""", """{"compute":{"scaling":{"maxReplica":2}}}"""],
            (await _service.RequestsAsync("PUT")).Select(request => request["body"]!.ToJsonString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ItIsNeverLowered(int maxReplica)
    {
        ReplicaLease lease = _service.Client.GetReplicaLease("acme", "e", maxReplica);

        await lease.OpenAsync();
        Assert.Null(await lease.EndAsync());

        Assert.Null(lease.FormerMaxReplica);
        Assert.Empty(await _service.RequestsAsync("PUT"));
    }

    [Fact]
    public async Task WhatSomebodyElseHasSetStays()
    {
        ReplicaLease lease = await OpenedAsync();
        await _service.Client.Endpoints.UpdateAsync("acme", "e", new EndpointSettings { MaxReplica = 3 });

        Assert.Null(await lease.EndAsync());

        Assert.Equal(3, await MaximumAsync());
    }

    [Fact]
    public async Task OneThatIsDeletedMeanwhileIsNoFailure()
    {
        ReplicaLease lease = await OpenedAsync();
        await _service.Client.Endpoints.DeleteAsync("acme", "e");

        Assert.Null(await lease.EndAsync());
    }

    [Fact]
    public async Task AFailureIsRetried()
    {
        var troubles = new ConcurrentQueue<string>();
        ReplicaLease lease = await OpenedAsync(troubles.Enqueue);
        await _service.FailAsync("""{"method":"PUT","path":"/v2/*","status":503,"times":1}""");

        Task<HfException?> end = lease.EndAsync();
        await Deadline.UntilAsync(() => Task.FromResult(!troubles.IsEmpty));
        await _clock.PassAsync(0.75, 1);

        Assert.Null(await end.WithinDeadlineAsync());
        Assert.Equal(2, await MaximumAsync());
        Assert.Contains("503", Assert.Single(troubles), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raise")]
    [InlineData("back")]
    public async Task AnAnswerThatIsLostChangesNothing(string which)
    {
        ReplicaLease lease = _service.ClientWith(options => options with { TimeProvider = _clock, MaxRetries = 0 })
            .GetReplicaLease("acme", "e", 5);
        string lost = """{"method":"PUT","path":"/v2/*","drop":"after","times":1}""";
        await (which == "raise" ? _service.FailAsync(lost) : lease.OpenAsync());
        if (which == "raise")
        {
            await Assert.ThrowsAsync<HfException>(() => lease.OpenAsync());
        }
        else
        {
            await _service.FailAsync(lost);
        }

        Assert.Null(await lease.EndAsync().WithinDeadlineAsync());

        Assert.Equal(2, await MaximumAsync());
    }

    [Fact]
    public async Task ARaiseThatIsCancelledIsPutBackOnceItIsThere()
    {
        await _service.FailAsync("""{"method":"PUT","path":"/v2/*","delayMs":500,"times":1}""");
        using var cancel = new CancellationTokenSource();
        ReplicaLease lease = _service.Client.GetReplicaLease("acme", "e", 5);
        Task opening = lease.OpenAsync(cancel.Token);
        await Deadline.UntilAsync(() => Task.FromResult(lease.FormerMaxReplica is not null));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);

        Assert.Null(await lease.EndAsync().WithinDeadlineAsync());

        Assert.Equal(2, await MaximumAsync());
        Assert.Equal(2, (await _service.RequestsAsync("PUT")).Count);
    }

    [Fact]
    public async Task AFailureForGoodIsReported()
    {
        ReplicaLease lease = await OpenedAsync();
        await _service.FailAsync("""{"method":"PUT","path":"/v2/*","status":403}""");

        HfException? failure = await lease.EndAsync().WithinDeadlineAsync();

        Assert.Equal(HfErrorKind.Forbidden, failure?.Kind);
        Assert.Same(failure, await lease.EndAsync());
    }

    private async Task<ReplicaLease> OpenedAsync(Action<string>? trouble = null)
    {
        ReplicaLease lease = _service.ClientWith(options => options with { TimeProvider = _clock })
            .GetReplicaLease("acme", "e", 5, new LeaseOptions { Trouble = trouble });
        await lease.OpenAsync();
        return lease;
    }

    private async Task<int> MaximumAsync() => (await _service.Client.Endpoints.GetAsync("acme", "e")).MaxReplica;
}
