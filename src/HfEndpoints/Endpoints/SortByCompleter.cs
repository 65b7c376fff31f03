namespace HfEndpoints.Commands;

/// <summary>Completes what a list is sorted by.</summary>
public sealed class SortByCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("createdAt", "When it was created"),
        ("name", "Its name"),
        ("updatedAt", "When it was last changed"),
    ];
}
