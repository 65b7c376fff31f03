namespace HfEndpoints.Client;

/// <summary>
/// The logs of endpoints. Where the service can't search them it answers 501; they are then read as plain text, and
/// filtered here as far as plain text allows, with a message to the client's log.
/// </summary>
public class LogsClient
{
    private const string DefaultLevel = "INFO";
    private readonly HfTransport _transport;

    internal LogsClient(HfTransport transport) => _transport = transport;

    /// <summary>For mocking.</summary>
    protected LogsClient() => _transport = null!;

    /// <summary>Reads an endpoint's log so far, page by page, oldest first.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="query">Which lines; null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The pages. The next is requested when it is needed.</returns>
    public virtual async IAsyncEnumerable<IReadOnlyList<HfLogEntry>> ReadAsync(
        string owner,
        string name,
        LogQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new LogQuery();
        query.Check();
        var source = new LogSource(_transport, owner, name, "read");
        var reader = new LogReader(source, query);
        LogPage? first = await BeginAsync(reader, cancellationToken).ConfigureAwait(false);
        if (first is null)
        {
            await foreach (IReadOnlyList<HfLogEntry> page in new PlainLog(source, query).ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }

            yield break;
        }

        await foreach (LogPage page in reader.ReadAsync(first, cancellationToken).ConfigureAwait(false))
        {
            yield return page.Entries;
        }
    }

    /// <summary>
    /// Reads an endpoint's log and continues with new lines. It reconnects if the connection breaks, without losing or repeating lines.
    /// </summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="query">Which lines; null for all. A tail of 0 begins with the next line.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <returns>The lines as they arrive. Only cancellation or an exception ends it.</returns>
    /// <exception cref="HfException">The endpoint no longer exists, or the service could not be reached for minutes.</exception>
    public virtual async IAsyncEnumerable<HfLogEntry> FollowAsync(
        string owner,
        string name,
        LogQuery? query = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query ??= new LogQuery();
        query.Check(isFollowed: true);
        var source = new LogSource(_transport, owner, name, "follow");
        LogPage? first = await BeginAsync(new LogReader(source, query), cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<HfLogEntry> entries = first is null
            ? new PlainLogFollower(source, query).FollowAsync(cancellationToken)
            : new LogFollower(source, query).FollowAsync(first, cancellationToken);
        await foreach (HfLogEntry entry in entries.ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    /// <summary>Writes what an endpoint has written so far as text, a line each with time, replica and level before it.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="query">Which lines; null for all that the service gives in one download.</param>
    /// <param name="destination">Where the text goes; it stays open. After an exception half of it may be there.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>A task that ends when all is written.</returns>
    public virtual async Task DownloadAsync(
        string owner, string name, LogQuery? query, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        query ??= new LogQuery();
        query.Check();
        var source = new LogSource(_transport, owner, name, "download");
        if (query.Tail is null)
        {
            try
            {
                await CopyAsync(source, query, destination, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (HfException exception) when (LogSource.IsMissing(exception))
            {
                // Read below as plain text.
            }
        }

        // The service's own download knows no tail.
        var writer = new StreamWriter(destination, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            await foreach (IReadOnlyList<HfLogEntry> page in ReadAsync(owner, name, query, cancellationToken).ConfigureAwait(false))
            {
                foreach (HfLogEntry entry in page)
                {
                    await writer.WriteLineAsync(ToText(entry).AsMemory(), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // Null if the service has no such route.
    private static async Task<LogPage?> BeginAsync(LogReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (LogSource.IsMissing(exception))
        {
            return null;
        }
    }

    private async Task CopyAsync(LogSource source, LogQuery query, Stream destination, CancellationToken cancellationToken)
    {
        HfRequest request = source.Download(query.ToParameters());
        using HttpResponseMessage response = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using Stream body = await _transport.OpenTextAsync(request, response, null, cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    // As the service writes it; a line of a plain log has nothing before it.
    private static string ToText(HfLogEntry entry) => entry.Replica is null
        ? entry.Line
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(entry.Timestamp is { } time ? LogQuery.Rfc3339(time) : "-")} {entry.Replica} {entry.Level ?? DefaultLevel} {entry.Line}");
}
