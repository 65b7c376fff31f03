using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HfEndpoints.Client;

/// <summary>
/// Watches endpoints: gives each as it is, and again at each change of its state or its replicas. Changes come by the
/// service's event streams, at most 32 at once; where there is none, endpoints are asked for now and then, all of a
/// namespace with the fewest requests.
/// </summary>
public sealed class EndpointWatcher
{
    // Whoever does not keep up lets the service wait, not the memory grow.
    private const int MaxAhead = 64;

    private readonly EndpointsClient _endpoints;
    private readonly EndpointEvents _events;

    internal EndpointWatcher(EndpointEvents events, EndpointsClient endpoints)
    {
        _endpoints = endpoints;
        _events = events;
    }

    /// <summary>Watches endpoints until all of them are gone.</summary>
    /// <param name="targets">Which endpoints; one named twice is watched once.</param>
    /// <param name="refreshInterval">The time between two looks at those that no event stream tells of.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Each endpoint as it is, then at each change; an error is the last that is seen of one.</returns>
    public IAsyncEnumerable<WatchResult> WatchAsync(
        IEnumerable<WaitTarget> targets, TimeSpan refreshInterval, CancellationToken cancellationToken = default) =>
        ProducedItems.ReadAsync(
            Channel.CreateBounded<WatchResult>(new BoundedChannelOptions(MaxAhead) { SingleReader = true, SingleWriter = true }),
            (results, stop) => new WatchRun(_endpoints, _events, targets, refreshInterval, results).RunAsync(stop),
            cancellationToken);

    /// <summary>Watches one endpoint until it is gone.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="refreshInterval">The time between two looks where the server has no event stream.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The endpoint as it is, then at each change.</returns>
    /// <exception cref="HfException">It does not exist, or was deleted while it was watched.</exception>
    public async IAsyncEnumerable<InferenceEndpoint> WatchAsync(
        string owner,
        string name,
        TimeSpan refreshInterval,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (WatchResult result in WatchAsync(
            [new WaitTarget(owner, name)], refreshInterval, cancellationToken).ConfigureAwait(false))
        {
            yield return result.Endpoint ?? throw result.Error!;
        }
    }
}
