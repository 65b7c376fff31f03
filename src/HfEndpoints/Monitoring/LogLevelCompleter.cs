namespace HfEndpoints.Commands;

/// <summary>Completes the levels of log lines.</summary>
public sealed class LogLevelCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("DEBUG", "What only its makers want to know"),
        ("INFO", "What happens, and lines that tell no level"),
        ("WARN", "What may become a problem"),
        ("ERROR", "What failed"),
    ];
}
