namespace HfEndpoints.Client.Batches;

/// <summary>Counts what a batch does, and reports it a few times a second.</summary>
internal sealed class BatchMeter(BatchOptions options, LaneFigures[] endpoints, TimeProvider clock)
{
    private static readonly TimeSpan s_rateWindow = TimeSpan.FromSeconds(10);

    private readonly long _begun = clock.GetTimestamp();
    private readonly Queue<(long At, long Done)> _lately = new();
    private long _shownAt;
    private long _skipped;
    private long _unsent;
    private long _total = -1;
    private int _highest;

    /// <summary>How often progress is reported.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    public void CountTotal(long total) => Interlocked.Exchange(ref _total, total);

    public void CountSkipped() => Interlocked.Increment(ref _skipped);

    /// <summary>Counts a job that can't be sent, on the reading thread.</summary>
    public void CountUnsent() => Interlocked.Increment(ref _unsent);

    /// <summary>Notes how many requests run.</summary>
    public void CountInFlight()
    {
        int all = 0;
        foreach (LaneFigures endpoint in endpoints)
        {
            all += endpoint.InFlight;
        }

        _highest = Math.Max(_highest, all);
    }

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
        long total = Interlocked.Read(ref _total);
        long succeeded = endpoints.Sum(endpoint => endpoint.Succeeded);
        long failed = endpoints.Sum(endpoint => endpoint.Failed) + Interlocked.Read(ref _unsent);
        return new BatchProgress
        {
            Total = total < 0 ? null : total,
            Succeeded = succeeded,
            Failed = failed,
            Skipped = Interlocked.Read(ref _skipped),
            Retries = endpoints.Sum(endpoint => endpoint.Retries),
            Refusals = endpoints.Sum(endpoint => endpoint.Refusals),
            Concurrency = endpoints.Sum(endpoint => endpoint.IsOver ? 0 : endpoint.Concurrency),
            HighestConcurrency = _highest,
            Tokens = endpoints.Sum(endpoint => endpoint.Tokens),
            Elapsed = elapsed,
            JobsPerSecond = RateLately(now, elapsed, succeeded + failed),
            UsdSoFar = Array.TrueForAll(endpoints, endpoint => endpoint.Usd is null) ? null : endpoints.Sum(endpoint => endpoint.Usd),
            Starting = Array.TrueForAll(endpoints, endpoint => endpoint.IsOver || endpoint.Starting is not null)
                ? endpoints.Max(endpoint => endpoint.Starting)
                : null,
        };
    }

    private double RateLately(long now, TimeSpan elapsed, long done)
    {
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
