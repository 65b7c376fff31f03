namespace HfEndpoints.Commands;

/// <summary>Completes the tasks that Invoke-HfInference knows.</summary>
public sealed class InferenceTaskCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
        InferenceTasks.All.Select(task => (task.Name, task.Summary));
}
