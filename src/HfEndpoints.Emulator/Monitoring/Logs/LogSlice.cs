namespace HfEndpoints.Emulator;

/// <summary>One page of the lines that match a filter, and the cursors of its neighbours.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="Next">The cursor for newer lines; null when there are none.</param>
/// <param name="Previous">The cursor for older lines; null when there are none.</param>
/// <param name="NextStream">The cursor from which a stream continues after this page.</param>
internal sealed record LogSlice(IReadOnlyList<LogLine> Lines, string? Next, string? Previous, string NextStream)
{
    public static LogSlice Read(EndpointRecord record, LogFilter filter, LogRange range)
    {
        LogLine[] matching = [.. record.Logs.Lines.Where(filter.Matches)];
        long after = ReadCursor(record, range.After, isBefore: false) ?? 0;
        long before = ReadCursor(record, range.Before, isBefore: true) ?? long.MaxValue;
        int from = Array.FindIndex(matching, line => line.Sequence > after) is >= 0 and int first ? first : matching.Length;
        int to = Array.FindIndex(matching, line => line.Sequence >= before) is >= 0 and int end ? Math.Max(from, end) : matching.Length;
        bool keepsOldest = range.After is not null ? range.Before is null || range.Ascending : range.Before is null && range.Ascending;
        (int start, int stop) = keepsOldest
            ? (from, WholeMillisecond(matching, Math.Min(to, from + range.Limit), to, 1))
            : (WholeMillisecond(matching, Math.Max(from, to - range.Limit), from, -1), to);

        LogLine[] lines = matching[start..stop];
        long last = stop < matching.Length && lines.Length > 0 ? lines[^1].Sequence : record.Logs.Last;
        return new LogSlice(
            lines,
            lines.Length > 0 && stop < matching.Length ? Cursor(lines[^1].Sequence, isBefore: false) : null,
            lines.Length > 0 && start > 0 ? Cursor(lines[0].Sequence, isBefore: true) : null,
            Cursor(last, isBefore: false));

        string Cursor(long sequence, bool isBefore) =>
            new PageCursor(isBefore, string.Create(CultureInfo.InvariantCulture, $"{record.Id}:{sequence}")).ToString();
    }

    /// <summary>The sequence a cursor names; null without one.</summary>
    public static long? ReadCursor(EndpointRecord record, string? text, bool isBefore)
    {
        if (PageCursor.Parse(text ?? "") is not PageCursor cursor)
        {
            return null;
        }

        string[] parts = cursor.Key.Split(':');
        if (cursor.IsBefore != isBefore || parts.Length != 2 || parts[0] != record.Id
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            || sequence > record.Logs.Last + 1)
        {
            throw ServiceException.BadRequest("invalid cursor");
        }

        return sequence >= record.Logs.First - 1 ? sequence : throw ServiceException.BadRequest("cursor has expired");
    }

    /// <summary>Moves the edge of a page so that it does not part lines of the same millisecond.</summary>
    private static int WholeMillisecond(LogLine[] lines, int edge, int limit, int step)
    {
        while (edge != limit && edge > 0 && edge < lines.Length
            && lines[edge].Time.ToUnixTimeMilliseconds() == lines[edge - 1].Time.ToUnixTimeMilliseconds())
        {
            edge += step;
        }

        return edge;
    }
}

/// <summary>Which lines a request wants, and how much of each.</summary>
internal sealed class LogFilter(IQueryCollection query)
{
    private readonly string? _replica = query.ReadText("replica");
    private readonly string? _level = query.ReadText("level");
    private readonly string? _search = query.ReadText("search");
    private readonly DateTimeOffset? _since = query.ReadTime("since");
    private readonly DateTimeOffset? _until = query.ReadTime("until");
    public int? MaxLength { get; } = query.ReadCount("line_max_length");
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

/// <summary>One line of a replica's log. The sequence counts the lines of the endpoint.</summary>
internal sealed record LogLine(long Sequence, DateTimeOffset Time, string ReplicaId, string Stream, string? Level, string Text)
{
    public const string DefaultLevel = "INFO";

    public object ToJson(int? maxLength) =>
        new { timestamp = EmulatorClock.Format(Time), line = Cut(maxLength), stream = Stream, replica_id = ReplicaId, level = Level };

    /// <summary>As a downloaded file has it.</summary>
    public string ToText(int? maxLength) =>
        string.Create(CultureInfo.InvariantCulture, $"{EmulatorClock.Format(Time)} {ReplicaId} {Level ?? DefaultLevel} {Cut(maxLength)}");

    public string Cut(int? maxLength) => maxLength < Text.Length ? Text[..maxLength.Value] : Text;
}

/// <summary>Which part of the matching lines a page holds.</summary>
internal sealed record LogRange(string? After, string? Before, bool Ascending, int Limit)
{
    private const int DefaultLimit = 1000;
    private const int MaxLimit = 5000;

    public static LogRange Read(IQueryCollection query)
    {
        bool ascending = query.ReadText("order") switch
        {
            null or "desc" => false,
            "asc" => true,
            string other => throw ServiceException.BadRequest($"invalid order: '{other}', expected asc or desc"),
        };
        int limit = query.ReadCount("limit") ?? DefaultLimit;
        return limit > 0
            ? new LogRange(query.ReadText("after"), query.ReadText("before"), ascending, Math.Min(limit, MaxLimit))
            : throw ServiceException.BadRequest("limit must be at least 1");
    }
}
