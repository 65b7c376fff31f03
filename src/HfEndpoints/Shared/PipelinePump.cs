namespace HfEndpoints.Commands;

/// <summary>
/// Passes calls from asynchronous work to the pipeline thread, the only one that may write. The pipeline thread takes
/// all waiting calls in each turn, so many small outputs cost few thread switches.
/// </summary>
internal sealed class PipelinePump
{
    // How many calls may wait before the work has to wait.
    private const int Capacity = 256;

    private readonly object _gate = new();
    private readonly HashSet<Action> _unanswered = [];
    private List<Action> _gathered = [];
    private List<Action> _taken = [];
    private TaskCompletionSource? _room;
    private bool _isClosed;
    private bool _isWoken;

    /// <summary>Adds a call and returns at once, unless too many are waiting.</summary>
    /// <exception cref="OperationCanceledException">The pipeline has ended.</exception>
    public async ValueTask PostAsync(Action call)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                ThrowIfClosed();
                if (_gathered.Count < Capacity)
                {
                    Add(call);
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.ConfigureAwait(false);
        }
    }

    /// <summary>Adds a message, however many are waiting. It is dropped if the pipeline has ended.</summary>
    public void Post(Action call)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                Add(call);
            }
        }
    }

    /// <summary>Adds a call and waits for its result.</summary>
    /// <exception cref="OperationCanceledException">The pipeline has ended.</exception>
    public Task<T> InvokeAsync<T>(Func<T> call)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Action cancel = () => result.TrySetCanceled();
        lock (_gate)
        {
            ThrowIfClosed();
            _unanswered.Add(cancel);
            Add(() =>
            {
                // If the call throws, the pipeline ends with the exception, and closing cancels the waiting work.
                T value = call();
                lock (_gate)
                {
                    _unanswered.Remove(cancel);
                }

                result.TrySetResult(value);
            });
        }

        return result.Task;
    }

    /// <summary>Waits until the pipeline has taken all calls so far. Returns at once if it has ended.</summary>
    /// <exception cref="OperationCanceledException">The pipeline ended meanwhile.</exception>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return _isClosed ? Task.CompletedTask : InvokeAsync(() => true);
        }
    }

    /// <summary>On the pipeline thread: makes the waiting calls, without waiting for more.</summary>
    public void Drain()
    {
        while (Take(wait: false))
        {
            Run();
        }
    }

    /// <summary>On the pipeline thread: makes calls as they arrive, until the condition is true.</summary>
    public void RunUntil(Func<bool> isDone)
    {
        while (true)
        {
            bool done = isDone();
            if (Take(wait: !done))
            {
                Run();
            }
            else if (done)
            {
                return;
            }
        }
    }

    /// <summary>Makes the pipeline thread check its condition again.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Accepts no more calls, and cancels those that wait.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _gathered.Clear();
            _room?.TrySetCanceled();
            foreach (Action cancel in _unanswered)
            {
                cancel();
            }

            _unanswered.Clear();
        }
    }

    private void Add(Action call)
    {
        _gathered.Add(call);
        Monitor.Pulse(_gate);
    }

    private bool Take(bool wait)
    {
        lock (_gate)
        {
            while (wait && _gathered.Count == 0 && !_isWoken)
            {
                Monitor.Wait(_gate);
            }

            _isWoken = false;
            (_gathered, _taken) = (_taken, _gathered);
            _room?.TrySetResult();
            _room = null;
            return _taken.Count > 0;
        }
    }

    private void Run()
    {
        try
        {
            foreach (Action call in _taken)
            {
                call();
            }
        }
        finally
        {
            _taken.Clear();
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
        {
            throw new OperationCanceledException("The pipeline has ended.");
        }
    }
}
