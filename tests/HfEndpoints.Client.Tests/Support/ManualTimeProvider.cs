using Microsoft.Extensions.Time.Testing;

namespace HfEndpoints.Client.Tests;

/// <summary>A clock that stands still until a test moves it, and knows which timers wait for it.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly object _lock = new();
    private readonly Dictionary<WatchedTimer, DateTimeOffset> _due = [];
    private readonly List<(Func<TimeSpan, bool> IsWanted, TaskCompletionSource<TimeSpan> Found)> _watchers = [];

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                return _due.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this);
        timer.Inner = base.CreateTimer(
            given =>
            {
                Fired(timer);
                callback(given);
            },
            state,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; timers that are due on the way fire when it shows their time, in order.</summary>
    public new void Advance(TimeSpan duration)
    {
        DateTimeOffset end = GetUtcNow() + duration;
        while (NextDue() is DateTimeOffset due && due <= end)
        {
            base.Advance(due - GetUtcNow());
        }

        base.Advance(end - GetUtcNow());
    }

    /// <summary>Completes when a timer waits that is due in a time that is wanted.</summary>
    public Task<TimeSpan> TimerAsync(Func<TimeSpan, bool> isWanted)
    {
        lock (_lock)
        {
            foreach (DateTimeOffset due in _due.Values)
            {
                if (isWanted(due - GetUtcNow()))
                {
                    return Task.FromResult(due - GetUtcNow());
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

    private DateTimeOffset? NextDue()
    {
        lock (_lock)
        {
            return _due.Count == 0 ? null : _due.Values.Min();
        }
    }

    // A timer with a period is due again.
    private void Fired(WatchedTimer timer)
    {
        lock (_lock)
        {
            if (_due.Remove(timer) && timer.Period > TimeSpan.Zero)
            {
                _due[timer] = GetUtcNow() + timer.Period;
            }
        }
    }

    private void Forget(WatchedTimer timer)
    {
        lock (_lock)
        {
            _due.Remove(timer);
        }
    }

    /// <summary>Sets a timer and notes when it is due, so that no other thread sees the one without the other.</summary>
    private bool Set(WatchedTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            timer.Period = period;
            _due.Remove(timer);
            if (dueTime > TimeSpan.Zero)
            {
                bool changed = timer.Inner.Change(dueTime, period);
                _due[timer] = GetUtcNow() + dueTime;
                foreach ((Func<TimeSpan, bool> _, TaskCompletionSource<TimeSpan> found) in
                    _watchers.Where(watcher => watcher.IsWanted(dueTime)))
                {
                    found.TrySetResult(dueTime);
                }

                _watchers.RemoveAll(watcher => watcher.Found.Task.IsCompleted);
                return changed;
            }
        }

        // One that is due now fires in here, which must not be under the lock.
        return timer.Inner.Change(dueTime, period);
    }

    private sealed class WatchedTimer(ManualTimeProvider clock) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Set(this, dueTime, period);

        public void Dispose()
        {
            clock.Forget(this);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock.Forget(this);
            return Inner.DisposeAsync();
        }
    }
}
