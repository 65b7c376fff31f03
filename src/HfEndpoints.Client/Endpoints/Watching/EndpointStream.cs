namespace HfEndpoints.Client;

/// <summary>
/// Keeps one endpoint's stream going: opens it again whenever it ends, as long as the server has one, and says what it
/// tells.
/// </summary>
internal sealed class EndpointStream(
    EndpointEvents events, WaitTarget target, TimeSpan interval, Func<StreamNews, CancellationToken, ValueTask> tell)
{
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamPause _pause = new(events.Options);
    private volatile bool _isOpen;
    private bool _hasNone;

    /// <summary>Whether changes come by the stream now.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Completes when it was tried once to open the stream.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Goes on until it is stopped, or the server has no stream.</summary>
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

                // Without a stream the endpoint is asked for at the interval, so there is no hurry to try again.
                TimeSpan delay = _pause.Next();
                await Task.Delay(opened || delay > interval ? delay : interval, events.Options.TimeProvider, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody follows it any more.
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

        _isOpen = true;
        _pause.Opened();
        await tell(new StreamNews(target, IsChange: false, null), cancellationToken).ConfigureAwait(false);
        _tried.TrySetResult();
        InferenceEndpoint? last = null;
        bool isFirst = true;
        await foreach (InferenceEndpoint? seen in EndpointEvents
            .ReadAsync(stream, target.Namespace, target.Name, cancellationToken)
            .ConfigureAwait(false))
        {
            // An event that repeats itself is no change.
            if (last is null || seen is null || EndpointEvents.HasChanged(last.Status, seen.Status))
            {
                await tell(new StreamNews(target, IsChange: true, seen), cancellationToken).ConfigureAwait(false);
            }

            // The first may only say how the endpoint is: a server that says so and ends the stream is not to be pressed.
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
