namespace HfEndpoints.Client;

/// <summary>
/// How long to wait before opening an ended stream again. A stream that worked is opened at once. Further attempts
/// wait longer each time, with jitter, to spare a server in trouble.
/// </summary>
internal sealed class StreamPause(HfClientOptions options)
{
    // Avoids a tight loop with a server that ends each stream after its first item.
    private static readonly TimeSpan s_leastSpan = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _timeProvider = options.TimeProvider;
    private long? _openedAt;
    private int _failures;

    /// <summary>Records that a stream was opened.</summary>
    public void Opened() => _openedAt = _timeProvider.GetTimestamp();

    /// <summary>Records that the stream delivered something.</summary>
    public void Worked() => _failures = 0;

    /// <summary>Records that the stream ended or could not be opened.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Next()
    {
        TimeSpan? lasted = _openedAt is { } since ? _timeProvider.GetElapsedTime(since) : null;
        _openedAt = null;
        // It worked, although nothing arrived.
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
