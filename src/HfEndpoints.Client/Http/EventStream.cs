using System.Net.ServerSentEvents;

namespace HfEndpoints.Client;

/// <summary>Reads the server-sent events of an answer.</summary>
internal static class EventStream
{
    /// <summary>
    /// Returns each event as it arrives. The enumeration ends when the server ends the stream. It throws if the
    /// connection breaks or is silent for too long, unless a break counts as an end.
    /// </summary>
    public static async IAsyncEnumerable<ServerEvent> ReadAsync(
        HttpResponseMessage response, string action, bool mayBreak, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        IAsyncEnumerator<SseItem<ServerEvent>> events = Open(body, ToEvent, cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            while (true)
            {
                bool isThere;
                try
                {
                    isThere = await events.MoveNextAsync().ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    isThere = mayBreak && IsBreak(exception) ? false : throw Failure(action, exception);
                }

                if (!isThere)
                {
                    yield break;
                }

                // Buffered events are returned without checking the token.
                cancellationToken.ThrowIfCancellationRequested();
                yield return events.Current.Data;
            }
        }
    }

    /// <summary>The events of a body, each up to the limit.</summary>
    /// <param name="body">The body.</param>
    /// <param name="read">Reads an event's type and data.</param>
    /// <param name="cancellationToken">Ends the reading, but not that of events which have arrived.</param>
    public static IAsyncEnumerator<SseItem<T>> Open<T>(Stream body, SseItemParser<T> read, CancellationToken cancellationToken) =>
        SseParser.Create(new LimitedStream(body, BodyLimits.Event, isOfEvents: true), read)
            .EnumerateAsync(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);

    /// <summary>Keeps an event's data.</summary>
    public static ServerEvent ToEvent(string type, ReadOnlySpan<byte> data) => new(type, data.ToArray());

    /// <summary>Whether a failure to read means that the connection broke or was silent for too long.</summary>
    public static bool IsBreak(Exception exception) => exception is IOException or HttpRequestException or TimeoutException;

    /// <summary>The exception for a stream that could not be read.</summary>
    public static HfException Failure(string action, Exception exception) =>
        exception is TimeoutException ? Interrupted(action, $"fell silent: {exception.Message}", exception)
        : IsBreak(exception) ? Interrupted(action, "broke off", exception)
        : new HfException(
            HfErrorKind.InvalidResponse, $"Cannot {action}: the stream can't be read: {exception.Message.TrimEnd('.')}.", exception);

    /// <summary>The exception for an incomplete stream.</summary>
    public static HfException Interrupted(string action, string what, Exception? cause) =>
        new(HfErrorKind.StreamInterrupted, $"Cannot {action}: the stream {what}.", cause);
}
