namespace HfEndpoints.Commands;

/// <summary>
/// Carries calls from asynchronous work to the pipeline thread, the only one that may write. The pipeline thread takes
/// all that has gathered at each turn, so many small outputs cost few switches between threads.
/// </summary>
internal sealed class PipelinePump
{
    // How far the work may run ahead of what is written.
    private const int Capacity = 256;

    private readonly object _gate = new();
    private readonly HashSet<Action> _unanswered = [];
    private List<Action> _gathered = [];
    private List<Action> _taken = [];
    private TaskCompletionSource? _room;
    private bool _isClosed;
    private bool _isWoken;

    /// <summary>Hands over a call and goes on, unless too many wait already.</summary>
    /// <exception cref="OperationCanceledException">The pipeline takes no more.</exception>
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

    /// <summary>Hands over a message, however many wait; dropped where the pipeline takes no more.</summary>
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

    /// <summary>Hands over a call and waits for its result.</summary>
    /// <exception cref="OperationCanceledException">The pipeline takes no more.</exception>
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
                // Where the call throws, the pipeline ends with the exception, and closing cancels the waiting work.
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

    /// <summary>Waits until the pipeline has taken all that was handed over; at once where it takes no more.</summary>
    /// <exception cref="OperationCanceledException">The pipeline ended meanwhile.</exception>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return _isClosed ? Task.CompletedTask : InvokeAsync(() => true);
        }
    }

    /// <summary>On the pipeline thread: makes the calls that have gathered, without waiting for more.</summary>
    public void Drain()
    {
        while (Take(wait: false))
        {
            Run();
        }
    }

    /// <summary>On the pipeline thread: makes calls as they come, until the condition holds at a wake-up.</summary>
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

    /// <summary>Makes the pipeline thread look at its condition again.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _isWoken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes no more calls; whoever waits for one is cancelled.</summary>
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
