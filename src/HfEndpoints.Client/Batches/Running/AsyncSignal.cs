namespace HfEndpoints.Client.Batches;

/// <summary>Lets one wait until something has changed. Take the task, look, and then wait for it: no change is missed.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _source = New();

    /// <summary>Completes at the next change.</summary>
    public Task Changed => Volatile.Read(ref _source).Task;

    public void Set() => Interlocked.Exchange(ref _source, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
