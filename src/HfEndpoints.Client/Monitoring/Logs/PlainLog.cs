namespace HfEndpoints.Client;

/// <summary>Reads a log by the plain routes, which know replicas and the number of lines and nothing else.</summary>
internal sealed class PlainLog(LogSource source, LogQuery query)
{
    private const int PageSize = 500;

    private bool IsFiltered => query.Level is not null || query.Search is not null;

    /// <summary>Reports what this server does not support, and what is done instead.</summary>
    public void Announce()
    {
        string[] here = Names((query.Search, "search"), (query.Level, "level, taken from the text of each line,"));
        string[] nowhere = Names((query.Since, "since"), (query.Until, "until"));
        string text = $"The service can't search {source.Log}, so it is read as plain text.";
        text += here.Length > 0 ? $" Filtered here: {string.Join(" and ", here).TrimEnd(',')}." : "";
        text += nowhere.Length > 0 ? $" Not applied, because not every line has a time: {string.Join(" and ", nowhere)}." : "";
        source.Tell(text);
    }

    /// <summary>Returns the lines in pages, oldest first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<HfLogEntry>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Announce();
        HfRequest request = source.Plain(query.Replica, IsFiltered ? null : query.Tail);
        using HttpResponseMessage response = await source.Transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Of filtered lines it is known at the end only which are the newest.
        int? tail = IsFiltered ? query.Tail : null;
        var gathered = new Queue<HfLogEntry>();
        int length = 0;
        using Stream body = await source.Transport
            .OpenTextAsync(request, response, BodyLimits.Line, cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            HfLogEntry entry = source.ReadLine(line);
            if (!PlainLine.Matches(entry, query))
            {
                continue;
            }

            gathered.Enqueue(entry);
            if (gathered.Count > tail)
            {
                gathered.Dequeue();
            }
            else if (tail is null && (gathered.Count == PageSize || (length += line.Length) > BodyLimits.Line))
            {
                yield return [.. gathered];
                gathered.Clear();
                length = 0;
            }
        }

        yield return [.. gathered];
    }

    private static string[] Names(params (object? Value, string Name)[] filters) =>
        [.. filters.Where(filter => filter.Value is not null).Select(filter => filter.Name)];
}
