namespace HfEndpoints.Client;

/// <summary>
/// An endpoint that is started, used and stopped again. Once it was found, it is stopped however the use ends: also
/// where it never became ready, and where the process is asked to end meanwhile.
/// </summary>
public sealed class EndpointLease : IAsyncDisposable
{
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(10);

    private readonly HfClient _client;
    private readonly WaitTarget _target;
    private readonly LeaseOptions _options;
    private readonly object _lock = new();
    private Task<HfException?>? _end;
    private bool _isOpen;

    internal EndpointLease(HfClient client, string owner, string name, LeaseOptions options)
    {
        _client = client;
        _target = new WaitTarget(owner, name);
        _options = options;
    }

    private TimeProvider Clock => _client.Options.TimeProvider;

    /// <summary>Starts the endpoint where it is stopped, and waits until it is ready.</summary>
    /// <param name="cancellationToken">Ends the wait; the endpoint has still to be stopped.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="HfException">There is none, or it does not become ready.</exception>
    public async Task<InferenceEndpoint> OpenAsync(CancellationToken cancellationToken = default)
    {
        InferenceEndpoint found = await _client.Endpoints
            .GetAsync(_target.Namespace, _target.Name, cancellationToken)
            .ConfigureAwait(false);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_end is not null, this);
            _isOpen = true;
        }

        LeaseGuard.Add(this);
        if (IsStopped(found))
        {
            await _client.Endpoints
                .ResumeAsync(_target.Namespace, _target.Name, failIfRunning: false, cancellationToken)
                .ConfigureAwait(false);
        }

        WaitOptions wait = _options.Wait with { State = EndpointStates.Running };
        await foreach (WaitResult result in _client.Waiter().WaitAsync([_target], wait, cancellationToken)
            .ConfigureAwait(false))
        {
            return result.Endpoint ?? throw result.Error!;
        }

        throw new InvalidOperationException("A wait for one endpoint has one result.");
    }

    /// <summary>Stops the endpoint, and tries again where that fails in a way that may pass. Asked twice, it is done once.</summary>
    /// <returns>Null where it costs nothing any more; else why it still does.</returns>
    public Task<HfException?> EndAsync()
    {
        lock (_lock)
        {
            return _end ??= _isOpen ? Task.Run(EndOnceAsync) : Task.FromResult<HfException?>(null);
        }
    }

    /// <summary>Stops the endpoint.</summary>
    /// <returns>A task that ends when it costs nothing any more.</returns>
    /// <exception cref="HfException">It could not be stopped, and goes on costing money.</exception>
    public async ValueTask DisposeAsync()
    {
        if (await EndAsync().ConfigureAwait(false) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<HfException?> EndOnceAsync()
    {
        long begun = Clock.GetTimestamp();
        LeaseEnd end = _options.End;
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                HfException failure;
                try
                {
                    await StopAsync(end).ConfigureAwait(false);
                    return null;
                }
                catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
                {
                    return null;
                }
                catch (HfException exception) when (exception.Kind == HfErrorKind.InvalidRequest && end == LeaseEnd.ScaleToZero)
                {
                    _options.Trouble?.Invoke($"{exception.Message} It is paused instead.");
                    end = LeaseEnd.Pause;
                    continue;
                }
                catch (HfException exception)
                {
                    failure = exception;
                }

                // The use itself may have stopped it, and a lost answer may have been a yes.
                if (end != LeaseEnd.Remove && await CostsNothingAsync().ConfigureAwait(false))
                {
                    return null;
                }

                TimeSpan left = _options.EndTimeout - Clock.GetElapsedTime(begun);
                if (!MayPass(failure.Kind) || left <= TimeSpan.Zero)
                {
                    return failure;
                }

                _options.Trouble?.Invoke($"{failure.Message} Trying again.");
                var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), s_maxPause.TotalSeconds));
                await Task.Delay(pause < left ? pause : left, Clock).ConfigureAwait(false);
            }
        }
        finally
        {
            LeaseGuard.Remove(this);
        }
    }

    // Nothing cancels it: who stops the use wants the costs stopped too.
    private Task StopAsync(LeaseEnd end) => end switch
    {
        LeaseEnd.ScaleToZero => _client.Endpoints.ScaleToZeroAsync(_target.Namespace, _target.Name),
        LeaseEnd.Remove => _client.Endpoints.DeleteAsync(_target.Namespace, _target.Name),
        _ => _client.Endpoints.PauseAsync(_target.Namespace, _target.Name),
    };

    private async Task<bool> CostsNothingAsync()
    {
        try
        {
            return IsStopped(
                await _client.Endpoints.GetAsync(_target.Namespace, _target.Name).ConfigureAwait(false));
        }
        catch (HfException exception)
        {
            return exception.Kind == HfErrorKind.EndpointNotFound;
        }
    }

    private static bool IsStopped(InferenceEndpoint endpoint) =>
        EndpointStates.Is(endpoint.Status.State, EndpointStates.Paused)
        || EndpointStates.Is(endpoint.Status.State, EndpointStates.ScaledToZero)
        || EndpointStates.Is(endpoint.Status.State, EndpointStates.Failed);

    private static bool MayPass(HfErrorKind kind) => kind is HfErrorKind.ConnectionFailed or HfErrorKind.RequestTimeout
        or HfErrorKind.ServiceUnavailable or HfErrorKind.RateLimited or HfErrorKind.InvalidResponse;
}
