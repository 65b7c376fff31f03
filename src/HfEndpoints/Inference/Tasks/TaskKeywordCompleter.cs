namespace HfEndpoints.Commands;

/// <summary>Completes the values that servers are known to take for a keyword of a task.</summary>
public sealed class TaskKeywordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        InferenceTask? task = InferenceTasks.Find(TypedArguments.Read(fakeBoundParameters, "Task").FirstOrDefault());
        IEnumerable<InferenceTask> tasks = task is null ? InferenceTasks.All : [task];
        IEnumerable<(string, string)> values = tasks.SelectMany(of => of.Keywords)
            .Where(keyword => TaskParameters.NameOf(keyword.Name).Equals(parameterName, StringComparison.OrdinalIgnoreCase))
            .SelectMany(keyword => keyword.Values.Select(value => (value, keyword.Summary)))
            .DistinctBy(value => value.value);
        return CompletionText.Match(wordToComplete, values);
    }
}
