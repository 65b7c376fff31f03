namespace HfEndpoints.Commands;

/// <summary>Completes the models of the catalog, by the start of the repository or of the name after the '/'.</summary>
public sealed class CatalogModelCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        (string Model, string ToolTip)[] models =
        [
            .. ServiceLookup.Ask("catalog", (_, client, cancellationToken) => client.Catalog.ListAsync(cancellationToken))
                .Select(model => (model, $"{model}: deployed with the catalog's settings")),
        ];
        CompletionResult[] matches = [.. CompletionText.Match(wordToComplete, models)];

        // Few users remember the owner of a model.
        return matches.Length > 0
            ? matches
            : CompletionText.Match($"*/{wordToComplete?.Trim('\'', '"')}", models);
    }
}
