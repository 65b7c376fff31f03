namespace HfEndpoints.Client.Batches;

/// <summary>Signals changes. Take the task, check the state, then await the task, so that no change is missed.</summary>
internal sealed class AsyncSignal
{
    // Null until somebody waits for the next change: most changes are seen by nobody.
    private TaskCompletionSource? _source;

    /// <summary>Completes at the next change.</summary>
    public Task Changed
    {
        get
        {
            if (Volatile.Read(ref _source) is { } known)
            {
                return known.Task;
            }

            var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _source, created, null) ?? created).Task;
        }
    }

    public void Set() => Interlocked.Exchange(ref _source, null)?.TrySetResult();
}
