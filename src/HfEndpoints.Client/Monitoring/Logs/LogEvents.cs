namespace HfEndpoints.Client;

/// <summary>Reads a stream of lines. A stream that is silent for long is ended, because a dead connection looks like a quiet log.</summary>
internal static class LogEvents
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async IAsyncEnumerable<ServerEvent> ReadAsync(
        LogSource source, HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(Patience, source.Transport.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, quiet.Token);
        IAsyncEnumerator<ServerEvent> events = EventStream
            .ReadAsync(response, source.Action, mayBreak: false, either.Token)
            .GetAsyncEnumerator(either.Token);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(events, cancellationToken).ConfigureAwait(false))
            {
                quiet.CancelAfter(Timeout.InfiniteTimeSpan);
                yield return events.Current;
                quiet.CancelAfter(Patience);
            }
        }
    }

    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ServerEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
