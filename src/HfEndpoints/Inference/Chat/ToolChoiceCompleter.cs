namespace HfEndpoints.Commands;

/// <summary>Completes how a model may choose among tools.</summary>
public sealed class ToolChoiceCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("auto", "The model calls a tool or answers"),
        ("none", "The model does not call a tool"),
        ("required", "The model calls at least one tool"),
    ];
}
