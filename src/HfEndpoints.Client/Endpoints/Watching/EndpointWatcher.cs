using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HfEndpoints.Client;

/// <summary>How endpoints are watched.</summary>
public sealed record WatchOptions
{
    /// <summary>The time between two looks at endpoints that no event stream reports on. Default: 5 seconds.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Called, with a sentence, when the service can't be reached any more and when it answers again, on any thread. It is
    /// asked again for 5 minutes.
    /// </summary>
    public Action<string>? Trouble { get; init; }
}

/// <summary>What is seen of an endpoint that is watched: how it is now, or why it is not watched any longer.</summary>
/// <param name="Target">Which endpoint.</param>
/// <param name="Endpoint">The endpoint at first, and as it is after a change; null where there is an error.</param>
/// <param name="Error">Why it can't be watched any longer, such as that it was deleted; null where there is an endpoint.</param>
public sealed record WatchResult(WaitTarget Target, InferenceEndpoint? Endpoint, HfException? Error);

/// <summary>
/// Watches endpoints: gives each as it is, and again at each change of its state or its replicas. Changes come by the
/// service's event streams, at most 32 at once; where there is none, or one is silent for long, endpoints are asked for now
/// and then, all of a namespace with the fewest requests.
/// </summary>
public class EndpointWatcher
{
    // Whoever does not keep up lets the service wait, not the memory grow.
    private const int MaxAhead = 64;

    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected EndpointWatcher() => _transport = null!;

    internal EndpointWatcher(HfTransport transport) => _transport = transport;

    /// <summary>Watches endpoints until all of them are gone.</summary>
    /// <param name="targets">Which endpoints; one named twice is watched once.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Each endpoint as it is, then at each change; an error is the last that is seen of one.</returns>
    public virtual IAsyncEnumerable<WatchResult> WatchAsync(
        IEnumerable<WaitTarget> targets, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        ProducedItems.ReadAsync(
            Channel.CreateBounded<WatchResult>(new BoundedChannelOptions(MaxAhead) { SingleReader = true, SingleWriter = true }),
            (results, stop) => new WatchRun(_transport, targets, options ?? new WatchOptions(), results).RunAsync(stop),
            cancellationToken);

    /// <summary>Watches one endpoint until it is gone.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The endpoint as it is, then at each change.</returns>
    /// <exception cref="HfException">It does not exist, or was deleted while it was watched.</exception>
    public virtual async IAsyncEnumerable<InferenceEndpoint> WatchAsync(
        string owner,
        string name,
        WatchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (WatchResult result in WatchAsync([new WaitTarget(owner, name)], options, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return result.Endpoint ?? throw result.Error!;
        }
    }
}
