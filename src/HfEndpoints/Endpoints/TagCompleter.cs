namespace HfEndpoints.Commands;

/// <summary>Completes the tags that the endpoints of the namespace have.</summary>
public sealed class TagCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Match(wordToComplete, KnownEndpoints.Ask(fakeBoundParameters)
            .SelectMany(endpoint => endpoint.Tags.Select(tag => (tag, endpoint.Name)))
            .GroupBy(pair => pair.tag, pair => pair.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => (group.Key, $"{group.Key}: on {string.Join(", ", group)}")));
}
