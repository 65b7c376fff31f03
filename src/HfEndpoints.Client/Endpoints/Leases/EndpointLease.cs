namespace HfEndpoints.Client;

/// <summary>
/// A lease on an endpoint: it is started, used and stopped again. Once found, it is always stopped, even if it never
/// becomes ready or the process is asked to exit.
/// </summary>
public sealed class EndpointLease : IAsyncDisposable
{
    // One request may take a third of the time for stopping, so that there is time left to check the result.
    private const int AttemptsInTime = 3;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_singleAttempt = TimeSpan.FromSeconds(10);

    private readonly HfClient _client;
    private readonly WaitTarget _target;
    private readonly LeaseOptions _options;
    private readonly object _lock = new();
    private Task<HfException?>? _end;
    private bool _isOpen;

    internal EndpointLease(HfClient client, string owner, string name, LeaseOptions options) =>
        (_client, _target, _options) = (client, new WaitTarget(owner, name), options);

    private TimeProvider Clock => _client.Options.TimeProvider;

    /// <summary>Starts the endpoint if it is stopped, and waits until it is ready.</summary>
    /// <param name="cancellationToken">Cancels the wait; the endpoint has still to be stopped.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="HfException">The endpoint does not exist, or does not become ready.</exception>
    public async Task<HfInferenceEndpoint> OpenAsync(CancellationToken cancellationToken = default)
    {
        WaitOptions wait = _options.Wait with { State = EndpointStates.Running };
        if (wait.Timeout is { } limit && limit > TimeSpan.Zero)
        {
            // The limit is for all of it, not only for the wait.
            long begun = Clock.GetTimestamp();
            await TryAsync(StartAsync, "start", limit, cancellationToken).ConfigureAwait(false);
            TimeSpan left = limit - Clock.GetElapsedTime(begun);
            wait = wait with { Timeout = left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1) };
        }
        else
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        return await _client.WaitAsync(_target.Namespace, _target.Name, wait, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was done at the end; null if nothing was, or it failed.</summary>
    internal LeaseEnd? EndedAs { get; private set; }

    /// <summary>
    /// Stops the endpoint within <see cref="LeaseOptions.EndTimeout"/>. Transient failures are retried. A second call
    /// returns the result of the first.
    /// </summary>
    /// <returns>Null if it no longer costs anything; otherwise why it still may.</returns>
    public Task<HfException?> EndAsync()
    {
        lock (_lock)
        {
            return _end ??= _isOpen ? Task.Run(EndOnceAsync) : Task.FromResult<HfException?>(null);
        }
    }

    /// <summary>Stops the endpoint.</summary>
    /// <returns>A task that completes when it no longer costs anything.</returns>
    /// <exception cref="HfException">It could not be stopped, and may continue to cost money.</exception>
    public async ValueTask DisposeAsync()
    {
        if (await EndAsync().ConfigureAwait(false) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        HfInferenceEndpoint found = await _client.Endpoints
            .GetAsync(_target.Namespace, _target.Name, cancellationToken)
            .ConfigureAwait(false);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_end is not null, this);
            _isOpen = true;
        }

        LeaseGuard.Add(this);
        if (EndpointStates.CostsNothing(found.Status))
        {
            await _client.Endpoints
                .ResumeAsync(_target.Namespace, _target.Name, failIfRunning: false, cancellationToken)
                .ConfigureAwait(false);
        }

        return true;
    }

    private async Task<HfException?> EndOnceAsync()
    {
        bool triesOnce = _options.EndTimeout <= TimeSpan.Zero;
        TimeSpan limit = triesOnce ? s_singleAttempt : _options.EndTimeout;
        TimeSpan attemptLimit = triesOnce ? limit : limit / AttemptsInTime;
        long begun = Clock.GetTimestamp();
        LeaseEnd end = _options.End;

        // The rounds are the retries, and a server's Retry-After does not extend the limit. Only the limit ends a round: a user
        // who cancels also wants the costs to stop.
        var client = new HfClient(_client.Options with { MaxRetries = 0 });
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                HfException failure;
                try
                {
                    await TryAsync(cancellationToken => StopAsync(client, end, cancellationToken), "stop", Least(attemptLimit, Left()))
                        .ConfigureAwait(false);
                    EndedAs = end;
                    return null;
                }
                catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
                {
                    EndedAs = LeaseEnd.Remove;
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

                // The user may have stopped it already, and a lost answer may have been a success.
                if (end != LeaseEnd.Remove
                    && await CostsNothingAsync(client, Least(attemptLimit, Left())).ConfigureAwait(false))
                {
                    EndedAs = end;
                    return null;
                }

                if (triesOnce || !failure.MayPass || Left() <= TimeSpan.Zero)
                {
                    return failure;
                }

                _options.Trouble?.Invoke($"{failure.Message} Trying again.");
                TimeSpan pause = Backoff.Pause(s_firstPause, attempt, failure.RetryAfter);
                await Task.Delay(Least(pause, Left()), Clock).ConfigureAwait(false);
                if (Left() <= TimeSpan.Zero)
                {
                    return failure;
                }
            }
        }
        finally
        {
            LeaseGuard.Remove(this);
        }

        TimeSpan Left() => limit - Clock.GetElapsedTime(begun);

        static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    private async Task<T> TryAsync<T>(
        Func<CancellationToken, Task<T>> act, string verb, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        using var timer = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await act(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HfException(
                HfErrorKind.RequestTimeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot {verb} endpoint '{_target.Name}' in namespace '{_target.Namespace}': the service did not answer "
                    + $"within {limit.TotalSeconds:0.#} s."))
            {
                Endpoint = _target.Name,
                Namespace = _target.Namespace,
            };
        }
    }

    private async Task<bool> StopAsync(HfClient client, LeaseEnd end, CancellationToken cancellationToken)
    {
        Task stop = end switch
        {
            LeaseEnd.ScaleToZero => client.Endpoints.ScaleToZeroAsync(_target.Namespace, _target.Name, cancellationToken),
            LeaseEnd.Remove => client.Endpoints.DeleteAsync(_target.Namespace, _target.Name, cancellationToken),
            _ => client.Endpoints.PauseAsync(_target.Namespace, _target.Name, cancellationToken),
        };
        await stop.ConfigureAwait(false);
        return true;
    }

    private async Task<bool> CostsNothingAsync(HfClient client, TimeSpan limit)
    {
        try
        {
            HfInferenceEndpoint found = await TryAsync(
                cancellationToken => client.Endpoints.GetAsync(_target.Namespace, _target.Name, cancellationToken), "look at", limit)
                .ConfigureAwait(false);
            return EndpointStates.CostsNothing(found.Status);
        }
        catch (HfException exception)
        {
            return exception.Kind == HfErrorKind.EndpointNotFound;
        }
    }
}
