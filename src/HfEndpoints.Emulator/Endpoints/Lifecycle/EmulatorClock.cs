namespace HfEndpoints.Emulator;

/// <summary>The service's time: a time provider's, made faster, and moved forward by hand.</summary>
internal sealed class EmulatorClock(TimeProvider time, double speed)
{
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromHours(1);
    private readonly DateTimeOffset _origin = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();
    private long _advancedTicks;
    private TaskCompletionSource _changed = NewSignal();
    public DateTimeOffset UtcNow => _origin + (time.GetElapsedTime(_start) * speed) + new TimeSpan(Interlocked.Read(ref _advancedTicks));

    /// <summary>Completes when the clock is moved or something a waiter may watch has changed. Take it before looking.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>A mark for <see cref="RealTimeSince"/>: what a model takes is real time, whatever the clock's speed.</summary>
    public long Mark() => time.GetTimestamp();
    public TimeSpan RealTimeSince(long mark) => time.GetElapsedTime(mark);

    /// <summary>The real time since the clock was started.</summary>
    public TimeSpan RealTime => time.GetElapsedTime(_start);

    /// <summary>Waits some real time.</summary>
    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;

    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        Interlocked.Add(ref _advancedTicks, duration.Ticks);
        Pulse();
    }

    public void Pulse() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    /// <summary>Waits until the clock shows the given time or <paramref name="changed"/> completes, whichever is first.</summary>
    public async Task WaitAsync(DateTimeOffset? until, Task changed, CancellationToken cancellationToken)
    {
        TimeSpan delay = Timeout.InfiniteTimeSpan;
        if (until is DateTimeOffset end && speed > 0)
        {
            double seconds = Math.Max(0, (end - UtcNow).TotalSeconds / speed);
            // A timer fires whole milliseconds, maybe just before the time it was set for; one more keeps the wait from spinning.
            delay = TimeSpan.FromSeconds(Math.Min(seconds, s_longestDelay.TotalSeconds)) + TimeSpan.FromMilliseconds(1);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(changed, Task.Delay(delay, time, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>A time as the service writes it: UTC with nanoseconds.</summary>
    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        + (value.Ticks % 90 + 10).ToString("00", CultureInfo.InvariantCulture) + "Z";

    public static string? Format(DateTimeOffset? value) => value is DateTimeOffset time ? Format(time) : null;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
