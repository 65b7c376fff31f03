using System.Net.ServerSentEvents;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Streams an answer. It is one asynchronous sequence from the events to the caller, because each token passes through it.
/// </summary>
/// <remarks>
/// A stream that contains only an overload error is sent again, as often as after a status 429: Text Generation Inference answers 200
/// before it has a free slot.
/// </remarks>
/// <typeparam name="T">A piece.</typeparam>
internal static class ModelStream<T>
    where T : class
{
    /// <summary>Sends the request, and returns the pieces as they arrive.</summary>
    /// <param name="transport">Whose options apply.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public static async IAsyncEnumerable<T> ReadAsync(
        HfTransport transport, Func<Task<ModelAnswer<T>>> send, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int retries = 0; ; retries++)
        {
            using ModelAnswer<T> answer = await send().ConfigureAwait(false);
            if (answer.Stream.IsWhole)
            {
                // Not every server streams.
                foreach (T piece in answer.ReadWhole(await answer.Stream.ReadWholeAsync().ConfigureAwait(false)))
                {
                    yield return piece;
                }

                yield break;
            }

            var reader = new PieceReader<T>(transport, answer);
            HfException? refusal = null;
            IAsyncEnumerator<SseItem<object>> events = await answer.OpenAsync().ConfigureAwait(false);
            await using (events.ConfigureAwait(false))
            {
                while (true)
                {
                    IReadOnlyList<T>? pieces = null;
                    T? piece = null;
                    try
                    {
                        if (await events.MoveNextAsync().ConfigureAwait(false))
                        {
                            // Buffered events are returned without checking the token.
                            answer.Stream.Token.ThrowIfCancellationRequested();
                            piece = events.Current.Data as T;
                            pieces = piece is null ? reader.Read((ServerEvent)events.Current.Data) : null;
                        }
                    }
                    catch (HfException exception) when (exception.Kind == HfErrorKind.RateLimited && !reader.HasPieces)
                    {
                        refusal = exception;
                    }
                    catch (Exception exception) when (reader.Translate(exception) is { } translated)
                    {
                        throw translated;
                    }
                    catch (Exception exception) when (reader.IsEndOfWhole(exception))
                    {
                        // A failure after the complete answer does not matter.
                    }

                    if (piece is not null)
                    {
                        reader.Add(piece);
                        yield return piece;
                        continue;
                    }

                    if (pieces is null)
                    {
                        break;
                    }

                    foreach (T one in pieces)
                    {
                        reader.Add(one);
                        yield return one;
                    }
                }
            }

            if (refusal is null)
            {
                reader.CheckIsWhole();
                yield break;
            }

            if (retries == transport.Options.MaxRetries)
            {
                throw refusal;
            }

            TimeSpan delay = Backoff.Pause(transport.Options.RetryDelay, retries);
            transport.Options.Log?.Invoke(FormattableString.Invariant(
                $"{refusal.Message} Trying again in {delay.TotalSeconds:0.#} s ({retries + 1} of {transport.Options.MaxRetries})."));
            await Task.Delay(delay, transport.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
