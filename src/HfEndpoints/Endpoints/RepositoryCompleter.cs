namespace HfEndpoints.Commands;

/// <summary>
/// Completes repositories: those of the endpoints in use and of the catalog, by their start or by the name after the '/', and then what
/// the hub finds for three letters or more.
/// </summary>
public sealed class RepositoryCompleter : IArgumentCompleter
{
    private const int EnoughToSearch = 3;
    private const int MostFromHub = 20;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete?.Trim('\'', '"') ?? "";
        (string Repository, string ToolTip)[] known =
        [
            .. KnownEndpoints.Ask(fakeBoundParameters)
                .Where(endpoint => !string.IsNullOrEmpty(endpoint.Repository))
                .GroupBy(endpoint => endpoint.Repository!)
                .Select(group => (group.Key, $"{group.Key}: used by {string.Join(", ", group.Select(endpoint => endpoint.Name))}")),
            .. ServiceLookup.Ask("catalog", (_, client, cancellationToken) => client.Catalog.ListAsync(cancellationToken))
                .Select(model => (model, $"{model}: in the catalog, see -CatalogModel")),
        ];
        known = [.. known.DistinctBy(model => model.Repository)];
        CompletionResult[] matches = [.. CompletionText.Match(word, known), .. CompletionText.Match($"*/{word}", known)];
        if (matches.Length == 0 && word.Length >= EnoughToSearch)
        {
            matches =
            [
                .. ServiceLookup.Ask(("models", word), (_, client, cancellationToken) =>
                        client.Hub.SearchModelsAsync(word, MostFromHub, cancellationToken))
                    .SelectMany(model => CompletionText.Match("", [(model, $"{model}: on the hub")])),
            ];
        }

        return matches.DistinctBy(match => match.CompletionText);
    }
}
