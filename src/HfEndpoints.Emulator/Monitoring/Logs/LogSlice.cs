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
