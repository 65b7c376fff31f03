namespace HfEndpoints.Client.Inference;

/// <summary>
/// Restarts a stream that contains only an overload error: Text Generation Inference answers 200 before it has a free
/// slot. As with status 429, the request is retried as often as the options allow.
/// </summary>
internal static class RestartingStream
{
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        HfTransport transport,
        Func<IAsyncEnumerable<T>> start,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int retries = 0; ; retries++)
        {
            IAsyncEnumerator<T> pieces = start().GetAsyncEnumerator(cancellationToken);
            await using (pieces.ConfigureAwait(false))
            {
                (bool any, HfException? refusal) = await BeginAsync(pieces).ConfigureAwait(false);
                if (refusal is null)
                {
                    for (; any; any = await pieces.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield return pieces.Current;
                    }

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

    private static async Task<(bool Any, HfException? Refusal)> BeginAsync<T>(IAsyncEnumerator<T> pieces)
    {
        try
        {
            return (await pieces.MoveNextAsync().ConfigureAwait(false), null);
        }
        catch (HfException exception) when (exception is { Kind: HfErrorKind.RateLimited, PartialText: not null })
        {
            return (false, exception);
        }
    }
}
