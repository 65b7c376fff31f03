namespace HfEndpoints.Client;

/// <summary>The replicas of endpoints.</summary>
public class ReplicasClient
{
    private readonly HfTransport _transport;

    internal ReplicasClient(HfTransport transport) => _transport = transport;

    /// <summary>For mocking.</summary>
    protected ReplicasClient() => _transport = null!;

    /// <summary>Lists an endpoint's replicas, including those that stopped recently.</summary>
    /// <param name="owner">The user or organization that owns the endpoint.</param>
    /// <param name="name">The endpoint's name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The replicas; empty if the endpoint is paused.</returns>
    public virtual Task<IReadOnlyList<HfReplica>> ListAsync(string owner, string name, CancellationToken cancellationToken = default)
    {
        Uri uri = UriPath.Append(_transport.Options.EndpointsUri, "endpoint", owner, name, "replica");
        var request = new HfRequest(HttpMethod.Get, uri)
        {
            Action = $"list the replicas of endpoint '{name}' in namespace '{owner}'",
            NotFoundKind = HfErrorKind.EndpointNotFound,
        };
        return _transport.SendJsonAsync<IReadOnlyList<HfReplica>>(
            request,
            json => [.. json.ListOf("items", $"the replicas of endpoint '{name}'").Select(item => Read(item, owner, name))],
            cancellationToken);
    }

    private static HfReplica Read(JsonElement json, string owner, string name)
    {
        JsonElement status = json.Member("status") ?? default;
        return new HfReplica
        {
            Id = json.WordOf("id") ?? "",
            Stage = status.WordOf("stage"),
            Live = status.FlagOf("live") ?? false,
            Updating = status.FlagOf("updating") ?? false,
            VersionId = json.WordOf("versionId"),
            StartedAt = status.TimeOf("startedAt"),
            StoppedAt = status.TimeOf("stoppedAt"),
            ExitCode = status.CountOf("exitCode"),
            Endpoint = name,
            Namespace = owner,
        };
    }
}
