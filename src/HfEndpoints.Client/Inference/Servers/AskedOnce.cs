namespace HfEndpoints.Client.Inference;

/// <summary>A value that is requested once, on first use, and cached. A failure is not cached.</summary>
internal sealed class AskedOnce<T>
    where T : class
{
    private readonly object _lock = new();
    private Task<T>? _asking;

    /// <summary>The answer; null if it is not here.</summary>
    public T? Known
    {
        get
        {
            lock (_lock)
            {
                return _asking is { IsCompletedSuccessfully: true, Result: var answer } ? answer : null;
            }
        }
    }

    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<T> asking;
            lock (_lock)
            {
                if (_asking is not { IsFaulted: false, IsCanceled: false })
                {
                    _asking = Task.Run(() => ask(cancellationToken), CancellationToken.None).Observed();
                }

                asking = _asking;
            }

            try
            {
                return await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The first caller has cancelled, but the answer is still needed.
            }
        }
    }
}
