using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>
/// The prefix of displayed log lines: the writer if there are several, and the time if requested. The entries
/// themselves always contain both.
/// </summary>
internal sealed class LogPrefix(bool withTime)
{
    private const int ReplicaWidth = 16;

    private static readonly ConditionalWeakTable<HfLogEntry, string> s_prefixes = [];

    private readonly HashSet<(string Endpoint, string? Replica)> _writers = [];

    /// <summary>A line as displayed.</summary>
    public static string Apply(HfLogEntry entry) =>
        s_prefixes.TryGetValue(entry, out string? prefix) ? $"{prefix}{entry.Line}" : entry.Line;

    /// <summary>Chooses the prefix of the following lines. Called from one thread at a time.</summary>
    public void Add(IReadOnlyCollection<HfLogEntry> entries)
    {
        _writers.UnionWith(entries.Select(entry => (entry.Endpoint, entry.Replica)));
        bool areEndpointsMany = _writers.Select(writer => writer.Endpoint).Distinct().Skip(1).Any();
        if (withTime || _writers.Count > 1)
        {
            foreach (HfLogEntry entry in entries)
            {
                s_prefixes.AddOrUpdate(entry, Prefix(entry, areEndpointsMany));
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
}
