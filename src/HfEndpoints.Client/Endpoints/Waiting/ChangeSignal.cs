namespace HfEndpoints.Client;

/// <summary>
/// Shortens the pause between two rounds when the service reports a change. Only the rounds decide; without event
/// streams, or with too many endpoints for them, rounds follow at the interval.
/// </summary>
internal sealed class ChangeSignal : IAsyncDisposable
{
    // Each change causes a round, so for more than a few endpoints one list per round costs less.
    private const int MaxStreams = 4;

    private readonly EndpointStreams? _streams;
    private readonly TimeProvider _timeProvider;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Prepares a signal. Without events only the interval counts.</summary>
    public ChangeSignal(EndpointEvents? events, TimeProvider timeProvider, TimeSpan interval, CancellationToken cancellationToken)
    {
        _timeProvider = timeProvider;
        _streams = events is null ? null : new EndpointStreams(events, MaxStreams, interval, (news, _) => Tell(news), cancellationToken);
    }

    /// <summary>Waits for a time to pass, or for a change.</summary>
    public async Task WaitAsync(IReadOnlyCollection<WaitTarget> waiting, TimeSpan atMost, CancellationToken cancellationToken)
    {
        _ = _streams?.FollowAsync(waiting.Count > MaxStreams ? [] : waiting);
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task changed = Volatile.Read(ref _changed).Task;
        await Task.WhenAny(changed, Task.Delay(atMost, _timeProvider, pause.Token)).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (changed.IsCompleted)
        {
            Volatile.Write(ref _changed, NewSignal());
        }
    }

    public ValueTask DisposeAsync() => _streams?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ValueTask Tell(StreamNews news)
    {
        if (news.IsChange)
        {
            Volatile.Read(ref _changed).TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
