namespace HfEndpoints.Emulator;

/// <summary>Which lines a request wants, and how much of each.</summary>
internal sealed class LogFilter
{
    private readonly string? _replica;
    private readonly string? _level;
    private readonly string? _search;
    private readonly DateTimeOffset? _since;
    private readonly DateTimeOffset? _until;

    public LogFilter(IQueryCollection query)
    {
        _replica = query.ReadText("replica");
        _level = query.ReadText("level");
        _search = query.ReadText("search");
        _since = query.ReadTime("since");
        _until = query.ReadTime("until");
        MaxLength = query.ReadCount("line_max_length");
    }

    public int? MaxLength { get; }
    public bool HasStart => _since is not null;

    /// <summary>Whether no line from a time on can match any more.</summary>
    public bool IsOver(DateTimeOffset now) => _until < now;

    public bool Matches(LogLine line) =>
        (_replica is null || line.ReplicaId == _replica)
        && (_level is null || string.Equals(line.Level ?? LogLine.DefaultLevel, _level, StringComparison.OrdinalIgnoreCase))
        && (_search is null || line.Text.Contains(_search, StringComparison.OrdinalIgnoreCase))
        && !(line.Time < _since)
        && !(line.Time > _until);
}
