namespace HfEndpoints.Commands;

/// <summary>Completes durations with common ones; others are typed in the same way.</summary>
public sealed class DurationCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("30s", "30 seconds; a number alone is seconds too"),
        ("5m", "5 minutes"),
        ("15m", "15 minutes"),
        ("1h", "1 hour; also 1h30m or a TimeSpan"),
        ("2d", "2 days"),
    ];
}

/// <summary>Completes times with how long ago they were; dates are typed.</summary>
public sealed class MomentCompleter : WordListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Words =>
    [
        ("10m", "10 minutes ago"),
        ("1h", "1 hour ago"),
        ("6h", "6 hours ago"),
        ("1d", "1 day ago; also a date such as '2026-03-01 14:30'"),
        ("7d", "7 days ago"),
    ];
}

/// <summary>Offers nothing, for texts of the user's own. Otherwise PowerShell would offer the files of the current folder.</summary>
public sealed class NothingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
