namespace HfEndpoints.Client;

/// <summary>A page of a log, oldest entry first, and the queries of its neighbours as the service's links have them.</summary>
internal sealed record LogPage(IReadOnlyList<HfLogEntry> Entries, string? Next, string? Previous)
{
    /// <summary>Entries of the page before the first that is wanted.</summary>
    public IReadOnlyList<HfLogEntry> Older { get; init; } = [];
}

/// <summary>The service no longer has the position from which to read a log.</summary>
internal sealed class ExpiredCursorException(string message, HfException cause) : HfException(HfErrorKind.InvalidRequest, message, cause);

/// <summary>Reads a log page by page, by the routes that can search.</summary>
internal sealed class LogReader(LogSource source, LogQuery query)
{
    private const int PageSize = 1000;
    private const int MaxPageSize = 5000;

    /// <summary>Requests the page that <see cref="ReadAsync"/> begins with.</summary>
    public Task<LogPage> BeginAsync(CancellationToken cancellationToken) => query.Tail is { } tail
        // The service refuses a limit of 0; what is too much is cut off.
        ? AskAsync(Parameters("desc", Math.Clamp(tail, 1, MaxPageSize)), cancellationToken)
        : AskAsync(Parameters("asc", PageSize), cancellationToken);

    /// <summary>Returns all pages, oldest first.</summary>
    public IAsyncEnumerable<LogPage> ReadAsync(LogPage first, CancellationToken cancellationToken) =>
        query.Tail is { } tail ? TailAsync(tail, first, cancellationToken) : ForwardAsync(first, cancellationToken);

    private async IAsyncEnumerable<LogPage> ForwardAsync(LogPage first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset? end = null;
        DateTimeOffset? last = null;
        for (LogPage page = first; ;)
        {
            yield return page;
            last = page.Entries.Count > 0 ? page.Entries[^1].Timestamp : last;
            if (page.Next is null)
            {
                yield break;
            }

            // A log that is being written may always have a next page, so the current end is final.
            end ??= await FindEndAsync(cancellationToken).ConfigureAwait(false);
            if (end is null || last >= end)
            {
                yield break;
            }

            page = await GoOnAsync("asc", page.Next, page, last, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DateTimeOffset?> FindEndAsync(CancellationToken cancellationToken)
    {
        LogPage newest = await AskAsync(Parameters("desc", 1), cancellationToken).ConfigureAwait(false);
        return newest.Entries.Count > 0 ? newest.Entries[^1].Timestamp : null;
    }

    // The pages come newest first, and have to be there all before the oldest can be given.
    private async IAsyncEnumerable<LogPage> TailAsync(
        int tail, LogPage newest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = new Stack<LogPage>([newest]);
        int count = newest.Entries.Count;
        while (count < tail && pages.Peek() is { Previous: { } previous } oldest)
        {
            LogPage page = await GoOnAsync("desc", previous, oldest, query.Since, cancellationToken).ConfigureAwait(false);
            pages.Push(page);
            count += page.Entries.Count;
        }

        int older = Math.Max(0, count - tail);
        while (pages.TryPop(out LogPage? page))
        {
            int cut = Math.Min(older, page.Entries.Count);
            older -= cut;
            yield return page with { Older = [.. page.Entries.Take(cut)], Entries = [.. page.Entries.Skip(cut)] };
        }
    }

    private async Task<LogPage> GoOnAsync(
        string order, string link, LogPage from, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        LogPage page;
        try
        {
            page = await AskAsync(LogLinks.Merge(Parameters(order, order == "asc" ? PageSize : MaxPageSize), link), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.StatusCode == HttpStatusCode.BadRequest)
        {
            string restart = since is { } time ? $" from {LogQuery.Rfc3339(time)} on" : ", with a later start";
            throw new ExpiredCursorException(
                $"{exception.Message} The service no longer knows where the next page of the log begins, "
                + $"as happens if old lines are dropped meanwhile. Read it again{restart}.",
                exception);
        }

        return (order == "asc" ? page.Next == from.Next : page.Previous == from.Previous)
            ? throw new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {source.Action}: it does not end, because the service repeats the cursor of a page.")
            : page;
    }

    private async Task<LogPage> AskAsync(IEnumerable<KeyValuePair<string, string?>> parameters, CancellationToken cancellationToken)
    {
        HfRequest request = source.Search(parameters);
        using HttpResponseMessage response = await source.Transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        JsonElement answer = await source.Transport
            .ReadJsonAsync(request, response, HfJson.Context.JsonElement, cancellationToken)
            .ConfigureAwait(false);
        return new LogPage(source.ReadPage(answer), LogLinks.Find(response.Headers, "next"), LogLinks.Find(response.Headers, "prev"));
    }

    private IEnumerable<KeyValuePair<string, string?>> Parameters(string order, int limit) =>
    [
        .. query.ToParameters(),
        new("order", order),
        new("limit", limit.ToString(CultureInfo.InvariantCulture)),
    ];
}
