namespace HfEndpoints.Client;

/// <summary>Runs work on a sequence, several pieces at a time, with bounded memory.</summary>
public static class AsyncParallel
{
    // How far ahead of a slow piece the others may run before their results wait for it.
    private const int Lookahead = 4;

    /// <summary>Runs work on each item and returns the results, in the order of the items or as they complete.</summary>
    /// <typeparam name="TItem">The type of the items.</typeparam>
    /// <typeparam name="TResult">The type of the results.</typeparam>
    /// <param name="items">
    /// The items, read no faster than they are worked on. If reading them throws, the exception follows the results of the earlier items.
    /// </param>
    /// <param name="limit">How many run at once, at least 1.</param>
    /// <param name="ordered">Whether the results keep the items' order.</param>
    /// <param name="work">The work. An exception from it ends the enumeration.</param>
    /// <param name="cancellationToken">Ends everything; work under way is cancelled and awaited.</param>
    /// <returns>The results.</returns>
    public static async IAsyncEnumerable<TResult> SelectAsync<TItem, TResult>(
        IAsyncEnumerable<TItem> items,
        int limit,
        bool ordered,
        Func<TItem, CancellationToken, Task<TResult>> work,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(limit);
        using var window = new SemaphoreSlim(limit * Lookahead);
        var done = Channel.CreateUnbounded<Task<TResult>>();
        Task feeder = Task.Run(FeedAsync, CancellationToken.None);
        try
        {
            await foreach (Task<TResult> task in done.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                yield return await task.ConfigureAwait(false);
                window.Release();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await feeder.ConfigureAwait(false);
        }

        async Task FeedAsync()
        {
            Exception? failure = null;
            try
            {
                await foreach (TItem item in items.WithCancellation(stop.Token).ConfigureAwait(false))
                {
                    await window.WaitAsync(stop.Token).ConfigureAwait(false);
                    await slots.WaitAsync(stop.Token).ConfigureAwait(false);
                    Task<TResult> task = RunAsync(item);
                    if (ordered)
                    {
                        done.Writer.TryWrite(task);
                    }

                    _ = task.ContinueWith(End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            // Waits for running work, so that nothing outlives the enumeration. It is not cancelled here: the reader would
            // see the cancellation instead of a failure, and work that has begun still counts.
            for (int ended = 0; ended < limit; ended++)
            {
                await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            done.Writer.Complete(failure);
        }

        async Task<TResult> RunAsync(TItem item)
        {
            // Not on the feeder's thread, so that starting one item does not delay the next.
            await Task.Yield();
            return await work(item, stop.Token).ConfigureAwait(false);
        }

        // The slot is free when its result is on its way, or the last result could come after the end.
        void End(Task<TResult> task)
        {
            // Nobody may read the result any more, and its failure would then be reported as unobserved.
            _ = task.Exception;
            if (!ordered)
            {
                done.Writer.TryWrite(task);
            }

            slots.Release();
        }
    }
}
