namespace HfEndpoints.Client.Inference;

/// <summary>An answer that is asked for once, by whoever needs it first, and kept. A failure is not kept.</summary>
internal sealed class AskedOnce<T>
{
    private readonly object _lock = new();
    private Task<T>? _asking;

    /// <summary>Whether the answer is here.</summary>
    public bool IsKnown
    {
        get
        {
            lock (_lock)
            {
                return _asking is { IsCompletedSuccessfully: true };
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
                    _asking = Task.Run(() => ask(cancellationToken), CancellationToken.None);
                }

                asking = _asking;
            }

            try
            {
                return await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever asked has gone away, and the answer is still wanted.
            }
        }
    }
}
