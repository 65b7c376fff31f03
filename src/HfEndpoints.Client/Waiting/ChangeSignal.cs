using HfEndpoints.Client.Endpoints;
using HfEndpoints.Client.Events;

namespace HfEndpoints.Client.Waiting;

/// <summary>
/// Cuts the pause between two rounds short when the service tells of a change. The rounds stay what decides: without
/// event streams, or with more endpoints than streams are worth, they come at their interval.
/// </summary>
internal sealed class ChangeSignal : IAsyncDisposable
{
    // Each is a connection held open; beyond a few, one list a round costs less.
    private const int MaxStreams = 4;

    private readonly EndpointEvents? _events;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _stop;
    private readonly Dictionary<WaitTarget, Task> _listeners = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Prepares a signal; without events it is the interval alone.</summary>
    public ChangeSignal(EndpointEvents? events, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _events = events;
        _timeProvider = timeProvider;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Waits for the interval to pass, or for a change.</summary>
    public async Task WaitAsync(
        IReadOnlyCollection<WaitTarget> waiting, TimeSpan interval, CancellationToken cancellationToken)
    {
        Listen(waiting);
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task changed = Volatile.Read(ref _changed).Task;
        await Task.WhenAny(changed, Task.Delay(interval, _timeProvider, pause.Token)).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (changed.IsCompleted)
        {
            Volatile.Write(ref _changed, NewSignal());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_listeners.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Listen(IReadOnlyCollection<WaitTarget> waiting)
    {
        if (_events is null || waiting.Count > MaxStreams)
        {
            return;
        }

        foreach (WaitTarget target in waiting)
        {
            if (!_listeners.ContainsKey(target))
            {
                _listeners[target] = ListenAsync(_events, target);
            }
        }
    }

    // One stream for each endpoint, once: where it ends or there is none, the interval is what remains.
    private async Task ListenAsync(EndpointEvents events, WaitTarget target)
    {
        try
        {
            using HttpResponseMessage? stream = await events
                .TryOpenAsync(target.Namespace, target.Name, _stop.Token)
                .ConfigureAwait(false);
            if (stream is null)
            {
                return;
            }

            InferenceEndpoint? last = null;
            await foreach (InferenceEndpoint? seen in EndpointEvents
                .ReadAsync(stream, target.Namespace, target.Name, _stop.Token)
                .ConfigureAwait(false))
            {
                // An event that repeats itself must not make rounds follow one another without a pause.
                if (last is null || seen is null || EndpointEvents.HasChanged(last.Status, seen.Status))
                {
                    Volatile.Read(ref _changed).TrySetResult();
                }

                last = seen;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The wait is over.
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
