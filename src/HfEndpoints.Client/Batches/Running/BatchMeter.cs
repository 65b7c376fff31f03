namespace HfEndpoints.Client.Batches;

/// <summary>Counts what a batch does, and reports it a few times a second.</summary>
internal sealed class BatchMeter(BatchOptions options, ConcurrencyController controller, TimeProvider clock)
{
    private static readonly TimeSpan s_rateWindow = TimeSpan.FromSeconds(10);

    private readonly long _begun = clock.GetTimestamp();
    private readonly Queue<(long At, long Done)> _lately = new();
    private long _shownAt;
    private long _skipped;
    private long _total = -1;
    private long _startingTicks = -1;

    /// <summary>How often progress is reported.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    public long Succeeded { get; private set; }

    public long Retries { get; set; }

    public long Tokens { get; private set; }

    // Jobs that can't be sent are counted by the reading thread.
    private long _failed;

    public long Failed => Interlocked.Read(ref _failed);

    public void CountTotal(long total) => Interlocked.Exchange(ref _total, total);

    public void CountSkipped() => Interlocked.Increment(ref _skipped);

    public void CountFailed() => Interlocked.Increment(ref _failed);

    public void CountAnswer(long tokens)
    {
        Succeeded++;
        Tokens += tokens;
    }

    /// <summary>Records the time spent waiting for the endpoint to start; null if it is up.</summary>
    public void NoteStart(TimeSpan? elapsed) => Interlocked.Exchange(ref _startingTicks, elapsed?.Ticks ?? -1);

    public void Show()
    {
        long now = clock.GetTimestamp();
        if (options.Progress is not null && (_shownAt == 0 || clock.GetElapsedTime(_shownAt, now) >= Interval))
        {
            _shownAt = now;
            options.Progress(Read());
        }
    }

    public BatchProgress Read()
    {
        long now = clock.GetTimestamp();
        TimeSpan elapsed = clock.GetElapsedTime(_begun, now);
        long starting = Interlocked.Read(ref _startingTicks);
        long total = Interlocked.Read(ref _total);
        return new BatchProgress
        {
            Total = total < 0 ? null : total,
            Succeeded = Succeeded,
            Failed = Failed,
            Skipped = Interlocked.Read(ref _skipped),
            Retries = Retries,
            Refusals = controller.Refusals,
            Concurrency = controller.Limit,
            HighestConcurrency = controller.Highest,
            Tokens = Tokens,
            Elapsed = elapsed,
            JobsPerSecond = RateLately(now, elapsed),
            UsdSoFar = options.UsdPerHour * (decimal)elapsed.TotalHours,
            Starting = starting < 0 ? null : TimeSpan.FromTicks(starting),
        };
    }

    private double RateLately(long now, TimeSpan elapsed)
    {
        long done = Succeeded + Failed;
        _lately.Enqueue((now, done));
        while (clock.GetElapsedTime(_lately.Peek().At, now) > s_rateWindow)
        {
            _lately.Dequeue();
        }

        (long at, long before) = _lately.Peek();
        double seconds = clock.GetElapsedTime(at, now).TotalSeconds;
        return elapsed <= s_rateWindow || seconds == 0 ? done / Math.Max(0.001, elapsed.TotalSeconds) : (done - before) / seconds;
    }
}
