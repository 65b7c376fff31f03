using System.Net.ServerSentEvents;

namespace HfEndpoints.Client;

/// <summary>Reads the server-sent events of an answer.</summary>
internal static class EventStream
{
    /// <summary>
    /// Returns each event as it arrives. The enumeration ends when the server ends the stream. It throws if the
    /// connection breaks or is silent for too long, unless a break counts as an end by then.
    /// </summary>
    public static async IAsyncEnumerable<ServerEvent> ReadAsync(
        HttpResponseMessage response,
        string action,
        Func<bool> mayBreak,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        Func<Stream, Stream>? through = null)
    {
        using var limited = new LimitedStream(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), BodyLimits.Event, isOfEvents: true);
        using Stream body = through is null ? limited : through(limited);
        IAsyncEnumerator<SseItem<ServerEvent>> events = SseParser
            .Create(body, static (type, data) => new ServerEvent(type, data.ToArray()))
            .EnumerateAsync(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(events, action, mayBreak).ConfigureAwait(false))
            {
                // Buffered events are returned without checking the token.
                cancellationToken.ThrowIfCancellationRequested();
                yield return events.Current.Data;
            }
        }
    }

    /// <summary>The exception for an incomplete stream.</summary>
    public static HfException Interrupted(string action, string what, Exception? cause) =>
        new(HfErrorKind.StreamInterrupted, $"Cannot {action}: the stream {what}.", cause);

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<ServerEvent>> events, string action, Func<bool> mayBreak)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
        {
            string what = exception is TimeoutException ? $"fell silent: {exception.Message}" : "broke off";
            return mayBreak() ? false : throw Interrupted(action, what, exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {action}: the stream can't be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
