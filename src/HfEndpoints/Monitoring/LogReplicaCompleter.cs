namespace HfEndpoints.Commands;

/// <summary>Completes the replicas that wrote the newest log lines of the endpoint already typed, including deleted ones.</summary>
public sealed class LogReplicaCompleter : IArgumentCompleter
{
    private const int Lines = 1000;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string? name = First(fakeBoundParameters?["Name"]);
        return name is null || WildcardPattern.ContainsWildcardCharacters(name)
            ? []
            : CompletionText.Match(wordToComplete, Ask(name, First(fakeBoundParameters?["Namespace"])));
    }

    private static string? First(object? bound) => bound as string ?? (bound as IList)?[0]?.ToString();

    private static IReadOnlyList<(string Id, string ToolTip)> Ask(string name, string? chosen) => ServiceLookup.Ask(
        (name, chosen, "log replicas"),
        (connection, client, cancellationToken) => AskAsync(connection, client, name, chosen, cancellationToken));

    private static async Task<IReadOnlyList<(string Id, string ToolTip)>> AskAsync(
        HfConnection connection, HfClient client, string name, string? chosen, CancellationToken cancellationToken)
    {
        (chosen, name) = TypedArguments.Endpoint(name, chosen);
        string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        var newest = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        await foreach (IReadOnlyList<HfLogEntry> page in client.Logs
            .ReadAsync(owner, name, new LogQuery { Tail = Lines }, cancellationToken)
            .ConfigureAwait(false))
        {
            foreach (HfLogEntry entry in page.Where(entry => entry.Replica is not null))
            {
                newest[entry.Replica!] = entry.Timestamp;
            }
        }

        return
        [
            .. newest.OrderByDescending(replica => replica.Value).Select(replica => (
                replica.Key,
                $"{replica.Key}: last line at {FormatHelper.Time(replica.Value)}")),
        ];
    }
}
