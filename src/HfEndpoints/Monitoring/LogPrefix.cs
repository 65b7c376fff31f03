using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HfEndpoints.Commands;

/// <summary>
/// How log lines are displayed: after the writer if there are several, and after the time if requested. On a narrow
/// screen in front of a person they have a shorter time, and are wrapped between words. The entries themselves stay whole.
/// </summary>
/// <param name="withTime">Whether the time of the service comes first.</param>
/// <param name="screenWidth">How many characters the screen has; 0 if it is not a screen.</param>
internal sealed partial class LogPrefix(bool withTime, int screenWidth = 0)
{
    private const int ReplicaWidth = 16;
    private const int Indent = 9;
    private const int Narrowest = 40;
    private const int Widest = 120;

    private static readonly ConditionalWeakTable<HfLogEntry, string> s_displayed = [];

    private readonly HashSet<(string Endpoint, string? Replica)> _writers = [];

    /// <summary>A line as displayed.</summary>
    public static string Apply(HfLogEntry entry) => s_displayed.TryGetValue(entry, out string? displayed) ? displayed : entry.Line;

    /// <summary>Chooses how the following lines are displayed. Called from one thread at a time.</summary>
    public void Add(IReadOnlyCollection<HfLogEntry> entries)
    {
        _writers.UnionWith(entries.Select(entry => (entry.Endpoint, entry.Replica)));
        bool areEndpointsMany = _writers.Select(writer => writer.Endpoint).Distinct().Skip(1).Any();
        foreach (HfLogEntry entry in entries)
        {
            string displayed = Fit((withTime || _writers.Count > 1 ? Prefix(entry, areEndpointsMany) : "") + entry.Line);
            if (displayed != entry.Line)
            {
                s_displayed.AddOrUpdate(entry, displayed);
            }
        }
    }

    private string Prefix(HfLogEntry entry, bool withEndpoint)
    {
        string time = withTime && entry.Timestamp is { } timestamp
            ? timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture)
            : "";
        string replica = _writers.Count == 1 ? "" : FormatHelper.End(entry.Replica, ReplicaWidth);
        string writer = string.Join(' ', new[] { withEndpoint ? entry.Endpoint : "", replica }.Where(part => part.Length > 0));
        return writer.Length > 0 ? $"{time}{writer} | " : time;
    }

    // A view leaves the last column free. Colours would be counted as characters, so such a line stays as it is.
    private string Fit(string line)
    {
        return screenWidth is < Narrowest or > Widest || line.Contains('\e', StringComparison.Ordinal)
            ? line
            : FormatHelper.Wrap(LongTime().Replace(line, "${time} ", 1), screenWidth - 1, Indent);
    }

    // What a server writes before its lines, such as 2026-03-01T14:05:09.132379Z, with the blanks that follow.
    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d[T ](?<time>\d\d:\d\d:\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)? +")]
    private static partial Regex LongTime();
}
