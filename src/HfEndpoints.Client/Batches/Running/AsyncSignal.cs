namespace HfEndpoints.Client.Batches;

/// <summary>Signals changes. Take the task, check the state, then await the task, so that no change is missed.</summary>
internal sealed class AsyncSignal
{
    private TaskCompletionSource _source = New();

    /// <summary>Completes at the next change.</summary>
    public Task Changed => Volatile.Read(ref _source).Task;

    public void Set() => Interlocked.Exchange(ref _source, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
