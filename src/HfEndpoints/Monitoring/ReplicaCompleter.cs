namespace HfEndpoints.Commands;

/// <summary>Completes the ids of the replicas of the endpoint already typed.</summary>
public sealed class ReplicaCompleter : IArgumentCompleter
{
    // The default period of metrics.
    private static readonly TimeSpan s_past = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? bound = fakeBoundParameters?["Name"] ?? fakeBoundParameters?["InputObject"];
        object? first = bound is IList { Count: > 0 } list ? list[0] : bound;
        var endpoint = (first is PSObject wrapped ? wrapped.BaseObject : first) as HfInferenceEndpoint;
        string? name = endpoint?.Name ?? first as string;
        return name is null || WildcardPattern.ContainsWildcardCharacters(name)
            ? []
            : CompletionText.Match(wordToComplete, Ask(name, endpoint, TypedArguments.Namespace(fakeBoundParameters))
                .Select(replica => (replica.Id, $"{replica.Id}: {replica.Stage}")));
    }

    private static IReadOnlyList<(string Id, string Stage)> Ask(string name, HfInferenceEndpoint? endpoint, string? typed)
    {
        string? chosen = endpoint?.Namespace ?? typed;
        return ServiceLookup.Ask(
            (chosen, name, "replicas"),
            (connection, client, cancellationToken) => AskAsync(connection, client, name, chosen, cancellationToken),
            endpoint?.Connection);
    }

    private static async Task<IReadOnlyList<(string Id, string Stage)>> AskAsync(
        HfConnection connection, HfClient client, string name, string? chosen, CancellationToken cancellationToken)
    {
        (chosen, name) = TypedArguments.Endpoint(name, chosen);
        string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<HfReplica> now = await client.Replicas.ListAsync(owner, name, cancellationToken).ConfigureAwait(false);

        // Metrics also include deleted replicas.
        DateTimeOffset stop = DateTimeOffset.UtcNow;
        IReadOnlyList<string> measured = await client.Metrics
            .GetReplicaIdsAsync(owner, name, new MetricsQuery(stop - s_past, stop) { EndsNow = true }, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. now.Select(replica => (replica.Id, replica.Stage ?? "")),
            .. measured.Except(now.Select(replica => replica.Id)).Select(id => (id, "gone")),
        ];
    }
}
