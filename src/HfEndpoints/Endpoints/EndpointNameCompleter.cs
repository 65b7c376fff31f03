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
        string prefix = word[..(word.IndexOf('/', StringComparison.Ordinal) + 1)];
        string? owner = TypedArguments.Endpoint(word, TypedArguments.Namespace(fakeBoundParameters)).Namespace;
        return CompletionText.Match(wordToComplete, KnownEndpoints.Ask(owner).Select(endpoint => (
            prefix + endpoint.Name, $"{endpoint.Name}: {endpoint.Status}, {endpoint.Repository}")));
    }
}
