using System.Runtime.CompilerServices;
using HfEndpoints.Client.Endpoints;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Http;

namespace HfEndpoints.Client.Events;

/// <summary>
/// Watches an endpoint: gives it as it is, and again at each change of its state or its replicas. Changes come by the
/// service's event stream; where there is none, the endpoint is asked for now and then.
/// </summary>
public sealed class EndpointWatcher
{
    private readonly TimeProvider _timeProvider;
    private readonly EndpointsClient _endpoints;
    private readonly EndpointEvents _events;

    internal EndpointWatcher(HfTransport transport, EndpointsClient endpoints)
    {
        _timeProvider = transport.Options.TimeProvider;
        _endpoints = endpoints;
        _events = new EndpointEvents(transport);
    }

    /// <summary>Watches one endpoint until it is gone.</summary>
    /// <param name="namespace">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="refreshInterval">The time between two looks where the server has no event stream.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The endpoint as it is, then at each change.</returns>
    /// <exception cref="HfException">It does not exist, or was deleted while it was watched.</exception>
    public async IAsyncEnumerable<InferenceEndpoint> WatchAsync(
        string @namespace,
        string name,
        TimeSpan refreshInterval,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        InferenceEndpoint? last = null;
        while (true)
        {
            await foreach (InferenceEndpoint seen in LookAsync(@namespace, name, cancellationToken).ConfigureAwait(false))
            {
                if (last is null || EndpointEvents.HasChanged(last.Status, seen.Status))
                {
                    yield return seen;
                }

                last = seen;
            }

            // Between two streams too: a server that closes each at once is not to be pressed.
            await Task.Delay(refreshInterval, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The endpoint now, and whatever a stream tells until it ends.</summary>
    private async IAsyncEnumerable<InferenceEndpoint> LookAsync(
        string @namespace, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The stream is opened before the endpoint is asked for, so that no change falls between the two.
        using HttpResponseMessage? stream = await _events.TryOpenAsync(@namespace, name, cancellationToken)
            .ConfigureAwait(false);
        yield return await _endpoints.GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        if (stream is null)
        {
            yield break;
        }

        await foreach (InferenceEndpoint? seen in EndpointEvents
            .ReadAsync(stream, @namespace, name, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return seen ?? await _endpoints.GetAsync(@namespace, name, cancellationToken).ConfigureAwait(false);
        }
    }
}
