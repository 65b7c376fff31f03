namespace HfEndpoints.Client;

/// <summary>
/// Follows a log by the routes that can search. Each connection first reads the pages of what is there, which are
/// complete however much it is, and then goes over to the stream, which overlaps them.
/// </summary>
internal sealed class LogFollower(LogSource source, LogQuery query)
{
    // What the service sends at most of an earlier time.
    private const int MaxBackfill = 5000;

    private readonly LogPosition _position = new(query);
    private readonly LogReconnection _reconnection = new(source);
    private LogPage? _first;

    public IAsyncEnumerable<HfLogEntry> FollowAsync(LogPage first, CancellationToken cancellationToken)
    {
        _first = first;
        return _reconnection.RunAsync(() => ConnectAsync(cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<HfLogEntry> ConnectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        LogQuery wanted = _first is null ? Rest() : query;
        var reader = new LogReader(source, wanted);
        LogPage first = _first ?? await reader.BeginAsync(cancellationToken).ConfigureAwait(false);
        _first = null;
        _reconnection.Connected();
        await foreach (LogPage page in reader.ReadAsync(first, cancellationToken).ConfigureAwait(false))
        {
            foreach (HfLogEntry entry in _position.Take(page))
            {
                yield return entry;
            }
        }

        wanted = Rest();
        HfRequest request = source.SearchEvents(
        [
            .. wanted.ToParameters(),
            // Without a beginning the stream would leave out what was written since the pages were read.
            new("tail", wanted.Since is null ? $"{MaxBackfill}" : null),
        ]);
        using HttpResponseMessage response = await source.Transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _reconnection.Connected();
        await foreach (ServerEvent data in LogEvents.ReadAsync(source, response, cancellationToken).ConfigureAwait(false))
        {
            if (Read(data) is { } entry && _position.TryTake(entry))
            {
                yield return entry;
            }
        }
    }

    // What has not been given yet, with some that has.
    private LogQuery Rest()
    {
        _position.Expect();
        return query with { Tail = null, Since = _position.Since ?? query.Since };
    }

    private HfLogEntry? Read(ServerEvent data)
    {
        try
        {
            JsonElement json = data.ToJson(source.Transport.Mask);
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("line", out _))
            {
                return source.ReadEntry(json);
            }

            if (ServerErrorReader.FromJson(json) is { } error)
            {
                throw new HfException(
                    HfErrorKind.StreamInterrupted, $"Cannot {source.Action}: {source.Transport.Mask.Redact(error.Message).TrimEnd('.')}.");
            }
        }
        catch (JsonException)
        {
            // Reported below.
        }

        source.Tell($"The stream of {source.Log} contains an event that is not a log line; it is skipped.");
        return null;
    }
}
