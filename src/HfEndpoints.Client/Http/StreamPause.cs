namespace HfEndpoints.Client;

/// <summary>
/// How long to wait before a stream that ended is opened anew. One that worked is opened at once; the next attempts
/// wait longer each time, with jitter, so that a server in trouble is not pressed.
/// </summary>
internal sealed class StreamPause(HfClientOptions options)
{
    // So that a server that ends each stream after its first item is not asked as fast as it can answer.
    private static readonly TimeSpan s_leastSpan = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _timeProvider = options.TimeProvider;
    private long? _openedAt;
    private int _failures;

    /// <summary>Says that a stream was opened.</summary>
    public void Opened() => _openedAt = _timeProvider.GetTimestamp();

    /// <summary>Says that something came by the stream.</summary>
    public void Worked() => _failures = 0;

    /// <summary>Says that the stream is over, or could not be opened.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Next()
    {
        TimeSpan? lasted = _openedAt is { } since ? _timeProvider.GetElapsedTime(since) : null;
        _openedAt = null;
        // It has worked, though nothing came.
        if (lasted > Backoff.Longest)
        {
            _failures = 0;
        }

        int failures = _failures++;
        if (failures == 0 && lasted is not null)
        {
            TimeSpan span = options.RetryDelay < s_leastSpan ? options.RetryDelay : s_leastSpan;
            return lasted < span ? span - lasted.Value : TimeSpan.Zero;
        }

        return Backoff.Pause(options.RetryDelay, Math.Max(failures - 1, 0));
    }
}
