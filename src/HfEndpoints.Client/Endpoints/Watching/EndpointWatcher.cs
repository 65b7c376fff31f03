namespace HfEndpoints.Client;

/// <summary>Options for watching endpoints.</summary>
public sealed record WatchOptions
{
    /// <summary>The time between two checks of endpoints without an event stream. Default: 5 seconds.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Called with a sentence when the service becomes unreachable and when it answers again, on any thread. Requests
    /// are retried for 5 minutes.
    /// </summary>
    public Action<string>? Trouble { get; init; }
}

/// <summary>
/// Watches endpoints: returns each as it is, and again after each change of its state or replicas. Changes come from
/// the service's event streams, at most 32 at once. An endpoint without a stream, or with a silent one, is checked at
/// the interval.
/// </summary>
public class EndpointWatcher
{
    // A slow reader delays the service and does not fill the memory.
    private const int MaxAhead = 64;

    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected EndpointWatcher() => _transport = null!;

    internal EndpointWatcher(HfTransport transport) => _transport = transport;

    /// <summary>Watches endpoints until all of them are deleted.</summary>
    /// <param name="targets">Which endpoints; one named twice is watched once.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Each endpoint as it is, then after each change. An error is the last item for an endpoint.</returns>
    public virtual IAsyncEnumerable<EndpointResult> WatchAsync(
        IEnumerable<WaitTarget> targets, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        ProducedItems.ReadAsync(
            Channel.CreateBounded<EndpointResult>(new BoundedChannelOptions(MaxAhead) { SingleReader = true, SingleWriter = true }),
            (results, cancellationToken) =>
                new WatchRun(_transport, targets, options ?? new WatchOptions(), results).RunAsync(cancellationToken),
            cancellationToken);

    /// <summary>Watches an endpoint until it is deleted.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The endpoint as it is, then after each change.</returns>
    /// <exception cref="HfException">It does not exist, or was deleted while it was watched.</exception>
    public virtual async IAsyncEnumerable<HfInferenceEndpoint> WatchAsync(
        string owner,
        string name,
        WatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (EndpointResult result in WatchAsync([new WaitTarget(owner, name)], options, cancellationToken).ConfigureAwait(false))
        {
            yield return result.Endpoint ?? throw result.Error!;
        }
    }
}
