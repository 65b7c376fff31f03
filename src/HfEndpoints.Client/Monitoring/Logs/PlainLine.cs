namespace HfEndpoints.Client;

/// <summary>Finds the time and level in a line of a plain log.</summary>
internal static partial class PlainLine
{
    // Further in, the word is part of what is said.
    private const int HeadLength = 100;
    private const string DefaultLevel = "INFO";

    public static (DateTimeOffset? Timestamp, string? Level) Read(string line)
    {
        string head = line.Length > HeadLength ? line[..HeadLength] : line;
        return (
            Time().Match(head) is { Success: true } time
                && DateTimeOffset.TryParse(
                    time.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset timestamp)
                    ? timestamp
                    : null,
            Level().Match(head) is { Success: true } level ? Normalize(level.Value) : null);
    }

    /// <summary>Whether the service would have found the line; one that has no level counts as INFO, as there.</summary>
    public static bool Matches(HfLogEntry entry, LogQuery query) =>
        (query.Level is null || (entry.Level ?? DefaultLevel) == Normalize(query.Level))
        && (query.Search is null || entry.Line.Contains(query.Search, StringComparison.OrdinalIgnoreCase));

    private static string Normalize(string level) => level.ToUpperInvariant() switch
    {
        "WARNING" => "WARN",
        "ERR" => "ERROR",
        string other => other,
    };

    [GeneratedRegex("^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)")]
    private static partial Regex Time();

    [GeneratedRegex("\\b(TRACE|DEBUG|INFO|WARN(ING)?|ERR(OR)?|CRITICAL|FATAL)\\b|(?<=\\blevel\"?\\s*[:=]\\s*\"?)\\w+")]
    private static partial Regex Level();
}
