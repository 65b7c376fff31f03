using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of the lines of a log.</summary>
internal static class LogConversion
{
    public static HfLogEntry ToOutput(LogEntry entry, string owner, string endpoint) => new()
    {
        Timestamp = entry.Timestamp,
        Level = entry.Level,
        Replica = entry.ReplicaId,
        Stream = entry.Stream,
        Line = entry.Line ?? "",
        Endpoint = endpoint,
        Namespace = owner,
    };
}
