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
        IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, KnownEndpoints.Ask(fakeBoundParameters).Select(endpoint => (
            endpoint.Name, $"{endpoint.Name}: {endpoint.Status}, {endpoint.Repository}")));
}
