using System.Runtime.CompilerServices;
using System.Threading.Channels;

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
            var running = new HashSet<Task>();
            try
            {
                await foreach (TItem item in items.WithCancellation(stop.Token).ConfigureAwait(false))
                {
                    await window.WaitAsync(stop.Token).ConfigureAwait(false);
                    await slots.WaitAsync(stop.Token).ConfigureAwait(false);
                    Task<TResult> task = RunAsync(item);
                    running.RemoveWhere(other => other.IsCompleted);
                    running.Add(task);
                    if (ordered)
                    {
                        done.Writer.TryWrite(task);
                    }
                }

                await Task.WhenAll(running).ConfigureAwait(false);
                done.Writer.Complete();
            }
            catch (Exception exception)
            {
                // Wait for running work, so that nothing outlives the enumeration. Don't cancel it: the reader would
                // see the cancellation instead of the exception, and work that has begun still counts.
                await Task.WhenAll(running).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
                    .ConfigureAwait(false);
                done.Writer.TryComplete(exception);
            }
        }

        async Task<TResult> RunAsync(TItem item)
        {
            // Not on the feeder's thread, so that starting one item does not delay the next.
            await Task.Yield();
            Task<TResult> task = WorkAsync(item);
            try
            {
                return await task.ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
                if (!ordered)
                {
                    done.Writer.TryWrite(task);
                }
            }
        }

        // Work that throws before it gives a task fails like any other.
        async Task<TResult> WorkAsync(TItem item) => await work(item, stop.Token).ConfigureAwait(false);
    }
}
