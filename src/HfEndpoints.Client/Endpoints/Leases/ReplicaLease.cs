namespace HfEndpoints.Client;

/// <summary>
/// More replicas for an endpoint, for a while: its maximum is raised, and put back afterwards, even if the process is asked to exit.
/// It is never lowered.
/// </summary>
public sealed class ReplicaLease : IAsyncDisposable, ILease
{
    private readonly HfClient _client;
    private readonly WaitTarget _target;
    private readonly LeaseAttempts _attempts;
    private readonly object _lock = new();
    private Task<HfInferenceEndpoint>? _raise;
    private Task<HfException?>? _end;

    internal ReplicaLease(HfClient client, string owner, string name, int maxReplica, LeaseOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxReplica, 1);
        (_client, _target, MaxReplica) = (client, new WaitTarget(owner, name), maxReplica);
        _attempts = new LeaseAttempts(client, _target, options);
    }

    /// <summary>The maximum meanwhile.</summary>
    public int MaxReplica { get; }

    /// <summary>The maximum before and afterwards; null if it was not raised, because it was as high already.</summary>
    public int? FormerMaxReplica { get; private set; }

    /// <summary>Raises the maximum, if it is lower.</summary>
    /// <param name="cancellationToken">Cancels the request; the maximum has still to be put back.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="HfException">The endpoint does not exist, or the service refuses so many.</exception>
    public async Task<HfInferenceEndpoint> OpenAsync(CancellationToken cancellationToken = default)
    {
        HfInferenceEndpoint found = await _client.Endpoints
            .GetAsync(_target.Namespace, _target.Name, cancellationToken).ConfigureAwait(false);
        if (found.MaxReplica >= MaxReplica)
        {
            return found;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_end is not null, this);
            FormerMaxReplica = found.MaxReplica;
            LeaseGuard.Add(this);

            // Never given up, because the service might still carry it out after the maximum was put back.
            _raise = SetAsync(_client, MaxReplica, CancellationToken.None);
        }

        return await _raise.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Puts the maximum back within <see cref="LeaseOptions.EndTimeout"/>, unless somebody else has changed it meanwhile. Transient
    /// failures are retried. A second call returns the result of the first.
    /// </summary>
    /// <returns>Null if it is not raised any more; otherwise why it may be.</returns>
    public Task<HfException?> EndAsync()
    {
        lock (_lock)
        {
            return _end ??= FormerMaxReplica is { } former ? Task.Run(() => EndOnceAsync(former)) : Task.FromResult<HfException?>(null);
        }
    }

    /// <summary>Puts the maximum back.</summary>
    /// <returns>A task that completes when that is done.</returns>
    /// <exception cref="HfException">It could not be put back, and more replicas may cost money.</exception>
    public async ValueTask DisposeAsync()
    {
        if (await EndAsync().ConfigureAwait(false) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<HfException?> EndOnceAsync(int former)
    {
        Task raise = _raise!.Observed();
        try
        {
            return await _attempts.EndAsync("put back the replicas of", PutBackAsync, IsBack).ConfigureAwait(false);
        }
        finally
        {
            LeaseGuard.Remove(this);
        }

        async Task PutBackAsync(HfClient client, CancellationToken cancellationToken)
        {
            await raise.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();

            // What somebody else has set since then stays.
            HfInferenceEndpoint now = await client.Endpoints
                .GetAsync(_target.Namespace, _target.Name, cancellationToken).ConfigureAwait(false);
            if (now.MaxReplica == MaxReplica)
            {
                await SetAsync(client, former, cancellationToken).ConfigureAwait(false);
            }
        }

        bool IsBack(HfInferenceEndpoint found) => raise.IsCompleted && found.MaxReplica != MaxReplica;
    }

    private Task<HfInferenceEndpoint> SetAsync(HfClient client, int maxReplica, CancellationToken cancellationToken) =>
        client.Endpoints.UpdateAsync(
            _target.Namespace, _target.Name, new EndpointSettings { MaxReplica = maxReplica }, cancellationToken);
}
