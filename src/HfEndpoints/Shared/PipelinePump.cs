namespace HfEndpoints.Commands;

/// <summary>
/// Passes calls from asynchronous work to the pipeline thread, the only one that may write. The pipeline thread takes
/// all waiting calls in each turn, so many small outputs cost few thread switches.
/// </summary>
/// <param name="write">Writes an output.</param>
internal sealed class PipelinePump(Action<object?> write)
{
    // How many calls may wait before the work has to wait.
    private const int Capacity = 256;

    private readonly object _gate = new();
    private readonly HashSet<Action> _unanswered = [];
    private List<Call> _gathered = [];
    private List<Call> _taken = [];
    private TaskCompletionSource? _room;
    private bool _isClosed;
    private bool _isWoken;

    /// <summary>Adds an output and returns at once, unless too many calls are waiting.</summary>
    /// <exception cref="OperationCanceledException">The pipeline has ended.</exception>
    public ValueTask WriteAsync(object item) => TryAdd(item) is { } room ? WriteWhenThereIsRoomAsync(item, room) : ValueTask.CompletedTask;

    private async ValueTask WriteWhenThereIsRoomAsync(object item, Task room)
    {
        for (Task? next = room; next is not null; next = TryAdd(item))
        {
            await next.ConfigureAwait(false);
        }
    }

    // What to wait for; null if it was added.
    private Task? TryAdd(object item)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            if (_gathered.Count < Capacity)
            {
                Add(new Call(null, item));
                return null;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Adds a message, however many are waiting. It is dropped if the pipeline has ended.</summary>
    public void Post(Action call)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                Add(new Call(call, null));
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
            Add(new Call(Answer, null));
        }

        return result.Task;

        void Answer()
        {
            // If the call throws, the pipeline ends with the exception, and closing cancels the waiting work.
            T value = call();
            lock (_gate)
            {
                _unanswered.Remove(cancel);
            }

            result.TrySetResult(value);
        }
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

    private void Add(Call call)
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
            foreach ((Action? action, object? item) in _taken)
            {
                if (action is null)
                {
                    write(item);
                }
                else
                {
                    action();
                }
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

    // An output is kept as it is, because streams have many.
    private readonly record struct Call(Action? Action, object? Item);
}
