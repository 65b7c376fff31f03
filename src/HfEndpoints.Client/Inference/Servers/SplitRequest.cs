namespace HfEndpoints.Client.Inference;

/// <summary>
/// Sends several inputs in one request. A request that the server refuses is split in half, until the input that
/// caused the refusal fails alone.
/// </summary>
internal static class SplitRequest
{
    // A failure that names no cause may be the server's own. Where it comes for this many single inputs, and no other
    // input passed, the server is taken at its word.
    private const int MaxUnclearFailures = 4;

    /// <summary>Sends the inputs.</summary>
    /// <param name="items">The inputs.</param>
    /// <param name="send">Sends some of the inputs in one request, and gives a result for each, with indices from 0.</param>
    /// <param name="log">Called when a request is split.</param>
    /// <returns>The outcome of each input, in their order.</returns>
    /// <exception cref="HfException">The only input failed; or the request failed in a way that smaller ones would too.</exception>
    public static async Task<ItemResult<TOut>[]> SendAsync<TIn, TOut>(
        IReadOnlyList<TIn> items, Func<IReadOnlyList<TIn>, Task<IReadOnlyList<ItemResult<TOut>>>> send, Action<string>? log)
        where TOut : class
    {
        var results = new ItemResult<TOut>[items.Count];

        // The larger parts first, so that it shows early whether any input passes.
        var parts = new Queue<Range>([0..items.Count]);
        HfException? last = null;
        bool hasPassed = false;
        int unclear = 0;
        while (parts.TryDequeue(out Range part))
        {
            (int start, int count) = part.GetOffsetAndLength(items.Count);
            if (last is not null)
            {
                Fail(results, start, count, last);
                continue;
            }

            try
            {
                IReadOnlyList<ItemResult<TOut>> answers = await send([.. items.Skip(start).Take(count)]).ConfigureAwait(false);
                foreach (ItemResult<TOut> answer in answers)
                {
                    results[start + answer.Index] = answer with { Index = start + answer.Index };
                }

                hasPassed = true;
            }
            catch (HfException exception) when (count == items.Count && (count == 1 || !IsDivisible(exception)))
            {
                throw;
            }
            catch (HfException exception) when (count > 1 && IsDivisible(exception))
            {
                log?.Invoke($"{exception.Message} Trying again with half of the inputs at a time.");
                int middle = start + (count / 2);
                parts.Enqueue(start..middle);
                parts.Enqueue(middle..(start + count));
            }
            catch (HfException exception)
            {
                Fail(results, start, count, exception);
                unclear += exception.Kind == HfErrorKind.ServiceUnavailable ? 1 : 0;
                last = !IsDivisible(exception) || (!hasPassed && unclear >= MaxUnclearFailures) ? exception : null;
            }
        }

        return results;
    }

    /// <summary>
    /// Whether a request of fewer inputs may pass: the server refused this one, or failed at it. A server that is down, is
    /// full or does not let the caller in treats smaller requests alike.
    /// </summary>
    public static bool IsDivisible(HfException exception) => exception is
    {
        Kind: HfErrorKind.InvalidRequest or HfErrorKind.GenerationFailed or HfErrorKind.ServiceUnavailable,
        StatusCode: HttpStatusCode.InternalServerError
            or (>= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.MethodNotAllowed),
    };

    private static void Fail<TOut>(ItemResult<TOut>[] results, int start, int count, HfException exception)
        where TOut : class
    {
        for (int i = start; i < start + count; i++)
        {
            results[i] = new ItemResult<TOut>(i, null, new HfException(exception) { Index = i });
        }
    }
}
