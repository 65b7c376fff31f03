namespace HfEndpoints.Emulator;

/// <summary>One page of the lines that match a filter, and the cursors of its neighbours.</summary>
internal sealed class LogSlice
{
    private readonly string _endpointId;

    private LogSlice(string endpointId, IReadOnlyList<LogLine> lines, string nextStream)
    {
        _endpointId = endpointId;
        Lines = lines;
        NextStream = nextStream;
    }

    public IReadOnlyList<LogLine> Lines { get; }

    /// <summary>The cursor for newer lines; null when there are none.</summary>
    public string? Next { get; private set; }

    /// <summary>The cursor for older lines; null when there are none.</summary>
    public string? Previous { get; private set; }

    /// <summary>The cursor from which a stream continues after this page.</summary>
    public string NextStream { get; }

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
        var page = new LogSlice(record.Id, lines, Cursor(record.Id, last, isBefore: false));
        if (lines.Length > 0)
        {
            page.Next = stop < matching.Length ? page.Cursor(lines[^1], isBefore: false) : null;
            page.Previous = start > 0 ? page.Cursor(lines[0], isBefore: true) : null;
        }

        return page;
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

    private static string Cursor(string endpointId, long sequence, bool isBefore) =>
        new PageCursor(isBefore, string.Create(CultureInfo.InvariantCulture, $"{endpointId}:{sequence}")).ToString();

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

    private string Cursor(LogLine line, bool isBefore) => Cursor(_endpointId, line.Sequence, isBefore);
}

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
