namespace HfEndpoints.Commands;

/// <summary>Completes the models that the server already typed serves, where it runs: Tab wakes none.</summary>
public sealed class ServedModelCompleter : IArgumentCompleter
{
    private static readonly InferenceOptions s_atOnce = new() { ColdStartTimeout = TimeSpan.Zero };

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string? endpoint = TypedArguments.Read(fakeBoundParameters, "Endpoint").FirstOrDefault();
        string? address = TypedArguments.Read(fakeBoundParameters, "Uri").FirstOrDefault();
        string? owner = TypedArguments.Namespace(fakeBoundParameters);
        IReadOnlyList<string> models = ServiceLookup.Ask<string>(
            ("served models", endpoint, address, owner),
            async (connection, client, cancellationToken) =>
            {
                InferenceTarget? target = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? new InferenceTarget(uri)
                    : endpoint is null ? null
                    : await FindAsync(connection, client, owner, endpoint, cancellationToken).ConfigureAwait(false);
                return target is null
                    ? []
                    : await client.GetServerInfoClient(target).GetModelsAsync(s_atOnce, cancellationToken).ConfigureAwait(false);
            });
        return CompletionText.Match(wordToComplete, models.Select(model => (model, model)));
    }

    private static async Task<InferenceTarget?> FindAsync(
        HfConnection connection, HfClient client, string? chosen, string name, CancellationToken cancellationToken)
    {
        (chosen, name) = TypedArguments.Endpoint(name, chosen);
        string owner = chosen ?? await connection.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        HfInferenceEndpoint endpoint = await client.Endpoints.GetAsync(owner, name, cancellationToken).ConfigureAwait(false);
        return EndpointStates.Is(endpoint.Status, EndpointStates.Running) ? InferenceTarget.FromEndpoint(endpoint) : null;
    }
}
