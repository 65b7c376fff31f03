namespace HfEndpoints.Commands;

/// <summary>Completes the levels of log lines.</summary>
public sealed class LogLevelCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("DEBUG", "Details for developers"),
        ("INFO", "Normal messages, and lines without a level"),
        ("WARN", "Possible problems"),
        ("ERROR", "What failed"),
    ];
}
