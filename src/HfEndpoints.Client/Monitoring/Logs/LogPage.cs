namespace HfEndpoints.Client;

/// <summary>A page of a log, oldest entry first, and the queries of its neighbours as the service's links have them.</summary>
internal sealed record LogPage(IReadOnlyList<LogEntry> Entries, string? Next, string? Previous)
{
    /// <summary>Entries of the page before the first that is wanted.</summary>
    public IReadOnlyList<LogEntry> Older { get; init; } = [];
}
