using System.Runtime.CompilerServices;

namespace HfEndpoints.Client.Tests;

/// <summary>Counts up, and records how far it was read.</summary>
internal sealed class Source
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public bool IsDisposed => _disposed.Task.IsCompleted;

    public Task Disposed => _disposed.Task;

    public Exception? Failure { get; init; }

    /// <summary>Completes when nothing was read for many turns of the scheduler.</summary>
    public Task Idle => IdleAsync();

    public async IAsyncEnumerable<int> ReadAsync(
        int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                Interlocked.Increment(ref _count);
                yield return i;
            }

            if (Failure is not null)
            {
                throw Failure;
            }
        }
        finally
        {
            _disposed.TrySetResult();
        }
    }

    private async Task IdleAsync()
    {
        int seen = -1;
        for (int turns = 0; turns < 500; turns = seen == Count ? turns + 1 : 0)
        {
            seen = Count;
            await Task.Yield();
        }
    }
}
