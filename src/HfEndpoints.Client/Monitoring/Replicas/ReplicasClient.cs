namespace HfEndpoints.Client;

/// <summary>The replicas of endpoints.</summary>
public class ReplicasClient
{
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected ReplicasClient() => _transport = null!;

    internal ReplicasClient(HfTransport transport) => _transport = transport;

    /// <summary>Lists an endpoint's replicas, those that stopped not long ago included.</summary>
    /// <param name="owner">The user or organization that owns the endpoint.</param>
    /// <param name="name">The endpoint's name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The replicas; none of an endpoint that is paused.</returns>
    public virtual async Task<IReadOnlyList<Replica>> ListAsync(
        string owner, string name, CancellationToken cancellationToken = default)
    {
        Uri uri = UriPath.Append(_transport.Options.EndpointsUri, "endpoint", owner, name, "replica");
        var request = new HfRequest(HttpMethod.Get, uri)
        {
            Action = $"list the replicas of endpoint '{name}' in namespace '{owner}'",
            NotFoundKind = HfErrorKind.EndpointNotFound,
        };
        ReplicaList answer = await _transport
            .SendJsonAsync(request, HfJson.Context.ReplicaList, cancellationToken)
            .ConfigureAwait(false);
        return answer.Items;
    }
}
