using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>Reads durations with units, for every parameter that is a duration or a time before now.</summary>
internal static partial class DurationText
{
    /// <summary>The duration of a TimeSpan, or of text such as 5m, 1h30m or 00:05:00; null if it is neither.</summary>
    /// <param name="given">The argument, as the engine passes it.</param>
    public static TimeSpan? TryRead(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        TimeSpan span => span,
        // Without a colon a number would be days.
        string text when text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) => span,
        string text => Sum(text),
        // PowerShell takes 90s and 2d for numbers of its types short and decimal, and keeps how they were typed.
        short or decimal when given is PSObject typed => Sum(typed.ToString()),
        _ => null,
    };

    private static TimeSpan? Sum(string text) => WithUnits().Match(text) is { Success: true } match ? Sum(match) : null;

    private static TimeSpan? Sum(Match match)
    {
        double seconds = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures).Sum(part =>
            double.Parse(part.First.Value, CultureInfo.InvariantCulture) * SecondsOf(part.Second.Value));
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double SecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" or "min" => 60,
        "h" => 3600,
        _ => 86400,
    };

    [GeneratedRegex(@"^\s*(?:(?<number>\d{1,9}(?:\.\d{1,9})?)\s*(?<unit>ms|s|min|m|h|d)\s*)+$", RegexOptions.IgnoreCase)]
    private static partial Regex WithUnits();
}
