namespace HfEndpoints.Client.Batches;

/// <summary>Counts what one endpoint does in a batch.</summary>
internal sealed class LaneFigures(InferenceTarget target, ConcurrencyController controller, TimeProvider clock)
{
    private readonly long _begun = clock.GetTimestamp();
    private long _startingTicks = -1;
    private TimeSpan? _used;

    public long Succeeded { get; set; }

    public long Failed { get; set; }

    public long Retries { get; set; }

    public long Tokens { get; set; }

    public long Refusals => controller.Refusals;

    public int Concurrency => controller.Limit;

    /// <summary>How many requests run now.</summary>
    public int InFlight => controller.InFlight;

    /// <summary>What it cost so far, in USD; null if its price is not known.</summary>
    public decimal? Usd => target.UsdPerHour * (decimal)Used.TotalHours;

    /// <summary>The time spent waiting for the endpoint to start; null if it is up.</summary>
    public TimeSpan? Starting => Interlocked.Read(ref _startingTicks) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Why it took no further jobs, or none; null if it did.</summary>
    public string? Message { get; set; }

    /// <summary>Whether it is used no longer.</summary>
    public bool IsOver => _used is not null;

    private TimeSpan Used => _used ?? clock.GetElapsedTime(_begun);

    /// <summary>Records the time spent waiting for the endpoint to start, on any thread; null if it is up.</summary>
    public void NoteStart(TimeSpan? elapsed) => Interlocked.Exchange(ref _startingTicks, elapsed?.Ticks ?? -1);

    /// <summary>The endpoint is used no longer.</summary>
    public void End(HfException error)
    {
        _used = Used;
        Message = error.Message;
        NoteStart(null);
    }

    public HfBatchEndpoint Read() => new()
    {
        Name = target.Name ?? target.Uri.GetLeftPart(UriPartial.Path),
        Succeeded = Succeeded,
        Failed = Failed,
        Duration = Used,
        JobsPerSecond = (Succeeded + Failed) / Math.Max(0.001, Used.TotalSeconds),
        Tokens = Tokens,
        Concurrency = controller.Highest == 0 ? 0 : controller.Limit,
        HighestConcurrency = controller.Highest,
        Refusals = Refusals,
        Retries = Retries,
        EstimatedCost = Usd is { } usd ? Math.Round(usd, 6) : null,
        Message = Message,
    };
}
