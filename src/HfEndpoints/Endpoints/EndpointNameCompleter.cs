namespace HfEndpoints.Commands;

/// <summary>Completes the names of endpoints in the namespace already typed, or the session's.</summary>
public sealed class EndpointNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        // As namespace/name where it was begun so.
        string word = (wordToComplete ?? "").Trim('\'', '"');
        int slash = word.IndexOf('/', StringComparison.Ordinal);
        string prefix = word[..(slash + 1)];
        string? owner = slash > 0 ? word[..slash] : TypedArguments.Namespace(fakeBoundParameters);
        return CompletionText.Match(wordToComplete, Ask(owner).Select(endpoint => (
            prefix + endpoint.Name, $"{endpoint.Name}: {endpoint.Status}, {endpoint.Repository}")));
    }

    private static IReadOnlyList<HfInferenceEndpoint> Ask(string? chosen) => ServiceLookup.Ask<HfInferenceEndpoint>(
        ("endpoints", chosen),
        async (connection, client, cancellationToken) =>
        {
            string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
            var endpoints = new List<HfInferenceEndpoint>();
            await foreach (EndpointPage page in client.Endpoints.ListPagesAsync(owner, null, cancellationToken).ConfigureAwait(false))
            {
                endpoints.AddRange(page.Items);
            }

            return endpoints;
        });
}
