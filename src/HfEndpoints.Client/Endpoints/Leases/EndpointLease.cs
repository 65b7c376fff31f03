namespace HfEndpoints.Client;

/// <summary>
/// A lease on an endpoint: it is started, used and stopped again. Once found, it is always stopped, even if it never
/// becomes ready or the process is asked to exit.
/// </summary>
public sealed class EndpointLease : IAsyncDisposable, ILease
{
    private readonly HfClient _client;
    private readonly WaitTarget _target;
    private readonly LeaseOptions _options;
    private readonly LeaseAttempts _attempts;
    private readonly object _lock = new();
    private Task<HfException?>? _end;
    private bool _isOpen;

    internal EndpointLease(HfClient client, string owner, string name, LeaseOptions options)
    {
        (_client, _target, _options) = (client, new WaitTarget(owner, name), options);
        _attempts = new LeaseAttempts(client, _target, options);
    }

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
            await _attempts.InTimeAsync(StartAsync, "start", limit, cancellationToken).ConfigureAwait(false);
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

    private async Task StartAsync(CancellationToken cancellationToken)
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
    }

    private async Task<HfException?> EndOnceAsync()
    {
        LeaseEnd end = _options.End;
        try
        {
            HfException? failure = await _attempts.EndAsync("stop", StopAsync, IsStopped).ConfigureAwait(false);
            EndedAs ??= failure is null ? end : null;
            return failure;
        }
        finally
        {
            LeaseGuard.Remove(this);
        }

        async Task StopAsync(HfClient client, CancellationToken cancellationToken)
        {
            try
            {
                await StopOnceAsync(client, end, cancellationToken).ConfigureAwait(false);
            }
            catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
            {
                EndedAs = LeaseEnd.Remove;
            }
            catch (HfException exception) when (exception.Kind == HfErrorKind.InvalidRequest && end == LeaseEnd.ScaleToZero)
            {
                _options.Trouble?.Invoke($"{exception.Message} It is paused instead.");
                end = LeaseEnd.Pause;
                await StopAsync(client, cancellationToken).ConfigureAwait(false);
            }
        }

        bool IsStopped(HfInferenceEndpoint found) => end != LeaseEnd.Remove && EndpointStates.CostsNothing(found.Status);
    }

    private Task StopOnceAsync(HfClient client, LeaseEnd end, CancellationToken cancellationToken) => end switch
    {
        LeaseEnd.ScaleToZero => client.Endpoints.ScaleToZeroAsync(_target.Namespace, _target.Name, cancellationToken),
        LeaseEnd.Remove => client.Endpoints.DeleteAsync(_target.Namespace, _target.Name, cancellationToken),
        _ => client.Endpoints.PauseAsync(_target.Namespace, _target.Name, cancellationToken),
    };
}
