namespace HfEndpoints.Client;

/// <summary>
/// Follows endpoints by the service's event streams, up to a limit, because each is an open connection. The caller
/// checks the others at an interval. Calls must be sequential; news arrives on any thread.
/// </summary>
internal sealed class EndpointStreams(
    EndpointEvents events,
    int limit,
    TimeSpan interval,
    Func<StreamNews, CancellationToken, ValueTask> tell,
    CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Dictionary<WaitTarget, Followed> _followed = [];
    private readonly List<Task> _left = [];

    /// <summary>Follows these endpoints and no others, as far as the limit allows.</summary>
    /// <returns>A task that completes after an attempt to open each new stream.</returns>
    public Task FollowAsync(IReadOnlyCollection<WaitTarget> targets)
    {
        foreach (WaitTarget gone in _followed.Keys.Where(target => !targets.Contains(target)).ToArray())
        {
            Leave(gone);
        }

        _left.RemoveAll(task => task.IsCompleted);
        WaitTarget[] added =
        [
            .. targets.Where(target => !_followed.ContainsKey(target)).Take(limit - _followed.Count),
        ];
        foreach (WaitTarget target in added)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            var stream = new EndpointStream(events, target, interval, tell);
            _followed[target] = new Followed(stream, stream.RunAsync(stop.Token), stop);
        }

        return Task.WhenAll(added.Select(target => _followed[target].Stream.Tried));
    }

    /// <summary>Whether an endpoint has an open stream now.</summary>
    public bool IsAlive(WaitTarget target) => StreamOf(target) is { IsOpen: true, IsSilent: false };

    /// <summary>Whether an endpoint's stream is open but has been silent for long.</summary>
    public bool IsSilent(WaitTarget target) => StreamOf(target) is { IsOpen: true, IsSilent: true };

    /// <summary>Records that an endpoint was checked, which restarts the time of silence of its stream.</summary>
    public void Looked(WaitTarget target) => StreamOf(target)?.Looked();

    /// <summary>Closes a stream that missed a change. The next <see cref="FollowAsync"/> opens another.</summary>
    public void Leave(WaitTarget target)
    {
        if (_followed.Remove(target, out Followed? followed))
        {
            _left.Add(LeaveAsync(followed).Observed());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([.. _left, .. _followed.Values.Select(LeaveAsync)]).ConfigureAwait(false);
        _stop.Dispose();
    }

    private EndpointStream? StreamOf(WaitTarget target) => _followed.GetValueOrDefault(target)?.Stream;

    private static async Task LeaveAsync(Followed followed)
    {
        await followed.Stop.CancelAsync().ConfigureAwait(false);
        await followed.Running.ConfigureAwait(false);
        followed.Stop.Dispose();
    }

    private sealed record Followed(EndpointStream Stream, Task Running, CancellationTokenSource Stop);
}
