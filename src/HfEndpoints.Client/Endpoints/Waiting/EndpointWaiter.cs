namespace HfEndpoints.Client;

/// <summary>
/// Waits for endpoints to reach a state, many at once. It checks all of them in rounds, with as few requests as
/// possible, and returns each as soon as it is in the state or can't reach it by itself.
/// </summary>
public class EndpointWaiter
{
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected EndpointWaiter() => _transport = null!;

    internal EndpointWaiter(HfTransport transport) => _transport = transport;

    /// <summary>Waits for endpoints.</summary>
    /// <param name="targets">Which endpoints; one named twice is waited for once.</param>
    /// <param name="options">What to wait for, and how.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>One result for each endpoint, in the order of completion.</returns>
    public virtual IAsyncEnumerable<EndpointResult> WaitAsync(
        IEnumerable<WaitTarget> targets, WaitOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ProducedItems.ReadAsync(
            Channel.CreateUnbounded<EndpointResult>(new UnboundedChannelOptions { SingleReader = true }),
            (results, cancellationToken) => new WaitRun(_transport, targets, options, results).RunAsync(cancellationToken),
            cancellationToken);
    }
}
