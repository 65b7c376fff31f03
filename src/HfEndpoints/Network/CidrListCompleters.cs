namespace HfEndpoints.Commands;

/// <summary>Completes the names of address lists of the namespace already typed.</summary>
public sealed class CidrListNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, Ask(fakeBoundParameters).Select(list => (
            list.Name, $"{list.Name}: {string.Join(", ", list.Range)}")));

    internal static IReadOnlyList<HfCidrList> Ask(IDictionary? typed)
    {
        string? chosen = TypedArguments.Namespace(typed);
        return ServiceLookup.Ask(("address lists", chosen), async (connection, client, cancellationToken) =>
        {
            string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            return await client.Network.ListCidrListsAsync(owner, cancellationToken).ConfigureAwait(false);
        });
    }
}

/// <summary>Completes the ids of address lists of the namespace already typed.</summary>
public sealed class CidrListIdCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, CidrListNameCompleter.Ask(fakeBoundParameters).Select(list => (
            list.Id ?? "", $"{list.Name}: {string.Join(", ", list.Range)}")));
}
