namespace HfEndpoints.Client;

/// <summary>Enumerates items that background work produces. When the enumeration ends, the work has been stopped and has ended.</summary>
internal static class ProducedItems
{
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Channel<T> items,
        Func<ChannelWriter<T>, CancellationToken, Task> produce,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _ = items.Reader.Completion.Observed();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task work = Task.Run(
            async () =>
            {
                try
                {
                    await produce(items.Writer, stop.Token).ConfigureAwait(false);
                    items.Writer.Complete();
                }
                catch (Exception exception)
                {
                    items.Writer.Complete(exception);
                }
            },
            CancellationToken.None);
        try
        {
            await foreach (T item in items.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }
    }
}
