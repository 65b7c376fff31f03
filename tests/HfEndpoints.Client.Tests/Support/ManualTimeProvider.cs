namespace HfEndpoints.Client.Tests;

/// <summary>A clock that stands still until a test moves it, and knows which timers wait for it.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly object _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> IsWanted, TaskCompletionSource<TimeSpan> Found)> _watchers = [];
    private DateTimeOffset _now = start;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; timers that are due on the way fire at their time, in order.</summary>
    public void Advance(TimeSpan duration)
    {
        DateTimeOffset end = GetUtcNow() + duration;
        while (true)
        {
            ManualTimer? due;
            lock (_lock)
            {
                due = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                if (due is null)
                {
                    _now = end;
                    return;
                }

                _now = due.Due > _now ? due.Due : _now;
                _timers.Remove(due);
            }

            due.Fire();
        }
    }

    /// <summary>Completes when a timer waits that is due in a time that is wanted.</summary>
    public Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> isWanted)
    {
        lock (_lock)
        {
            foreach (ManualTimer timer in _timers)
            {
                if (isWanted(timer.Due - _now))
                {
                    return Task.FromResult(timer.Due - _now);
                }
            }

            var found = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((isWanted, found));
            return found.Task.WithinDeadlineAsync();
        }
    }

    /// <summary>Waits until something sleeps for exactly this long, then lets that time pass.</summary>
    public async Task PassAsync(TimeSpan due)
    {
        await TimerAsync(left => left == due);
        Advance(due);
    }

    /// <summary>Waits until something sleeps for a time between these, part of which is random, then lets that time pass.</summary>
    public async Task<TimeSpan> PassAsync(double atLeastSeconds, double atMostSeconds)
    {
        TimeSpan due = await TimerAsync(
            left => left >= TimeSpan.FromSeconds(atLeastSeconds) && left <= TimeSpan.FromSeconds(atMostSeconds));
        Advance(due);
        return due;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isDueNow = dueTime == TimeSpan.Zero;
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime > TimeSpan.Zero)
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                    foreach ((Func<TimeSpan, bool> _, TaskCompletionSource<TimeSpan> found) in
                        clock._watchers.Where(watcher => watcher.IsWanted(dueTime)))
                    {
                        found.TrySetResult(dueTime);
                    }

                    clock._watchers.RemoveAll(watcher => watcher.Found.Task.IsCompleted);
                }
            }

            if (isDueNow)
            {
                Fire();
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
