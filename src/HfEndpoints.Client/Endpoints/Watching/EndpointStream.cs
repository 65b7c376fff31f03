namespace HfEndpoints.Client;

/// <summary>News from an endpoint's stream.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="IsChange">
/// Whether the stream reported a change. Otherwise it was opened or lost, and what changed meanwhile is unknown.
/// </param>
/// <param name="Endpoint">The endpoint as the stream reported it; null if it must be read.</param>
internal sealed record StreamNews(WaitTarget Target, bool IsChange, HfInferenceEndpoint? Endpoint);

/// <summary>
/// Keeps an endpoint's stream open: opens it again whenever it ends, as long as the server has one, and passes on what it reports.
/// </summary>
internal sealed class EndpointStream(
    EndpointEvents events, WaitTarget target, TimeSpan interval, Func<StreamNews, CancellationToken, ValueTask> tell)
{
    // Servers of event streams send a heartbeat at least every 15 seconds.
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamPause _pause = new(events.Options);
    private volatile bool _isOpen;
    private long _aliveAt;
    private bool _hasNone;

    /// <summary>Whether the stream is open.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether the stream has been silent for longer than a working one. A dead connection does not report itself.</summary>
    public bool IsSilent => events.Options.TimeProvider.GetElapsedTime(Interlocked.Read(ref _aliveAt)) >= s_longestSilence;

    /// <summary>Records that the endpoint was checked, which restarts the time of silence.</summary>
    public void Looked() => Interlocked.Exchange(ref _aliveAt, events.Options.TimeProvider.GetTimestamp());

    /// <summary>Completes after the first attempt to open the stream.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Runs until it is stopped, or the server has no stream.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool wasOpen = false;
            while (true)
            {
                bool opened = await ListenAsync(cancellationToken).ConfigureAwait(false);
                _tried.TrySetResult();
                if (wasOpen && !opened)
                {
                    await tell(new StreamNews(target, IsChange: false, null), cancellationToken).ConfigureAwait(false);
                }

                if (_hasNone)
                {
                    return;
                }

                wasOpen = opened;

                // Without a stream the endpoint is checked at the interval, so the next attempt can wait.
                TimeSpan delay = _pause.Next();
                await Task.Delay(opened || delay > interval ? delay : interval, events.Options.TimeProvider, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It is no longer followed.
        }
        finally
        {
            _isOpen = false;
            _tried.TrySetResult();
        }
    }

    private async Task<bool> ListenAsync(CancellationToken cancellationToken)
    {
        (HttpResponseMessage? stream, _hasNone) = await events
            .TryOpenAsync(target.Namespace, target.Name, cancellationToken)
            .ConfigureAwait(false);
        using HttpResponseMessage? whileOpen = stream;
        if (stream is null)
        {
            return false;
        }

        Looked();
        _isOpen = true;
        _pause.Opened();
        await tell(new StreamNews(target, IsChange: false, null), cancellationToken).ConfigureAwait(false);
        _tried.TrySetResult();
        HfInferenceEndpoint? last = null;
        bool isFirst = true;
        await foreach (HfInferenceEndpoint? seen in events
            .ReadAsync(stream, target.Namespace, target.Name, cancellationToken)
            .ConfigureAwait(false))
        {
            Looked();

            // A repeated event is not a change.
            if (last is null || seen is null || EndpointEvents.HasChanged(last, seen))
            {
                await tell(new StreamNews(target, IsChange: true, seen), cancellationToken).ConfigureAwait(false);
            }

            // The first event may only repeat the state. A server that ends the stream after it must not be asked again at once.
            if (!isFirst)
            {
                _pause.Worked();
            }

            isFirst = false;
            last = seen;
        }

        _isOpen = false;
        return true;
    }
}
