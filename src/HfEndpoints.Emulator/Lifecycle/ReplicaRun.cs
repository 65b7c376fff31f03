namespace HfEndpoints.Emulator.Lifecycle;

/// <summary>One container from its scheduling to its end.</summary>
internal sealed class ReplicaRun(string id, string versionId, double pricePerHour, DateTimeOffset scheduledAt)
{
    public string Id { get; } = id;

    public string VersionId { get; } = versionId;

    public double PricePerHour { get; } = pricePerHour;

    public DateTimeOffset ScheduledAt { get; } = scheduledAt;

    /// <summary>When it begins to initialize, from where it is billed; null while nobody knows.</summary>
    public DateTimeOffset? InitializingAt { get; set; }

    public DateTimeOffset? ReadyAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public int? ExitCode { get; set; }

    public bool IsAlive => StoppedAt is null;

    public bool IsReady(DateTimeOffset now) => IsAlive && ReadyAt <= now;

    /// <summary>Billed time, in whole minutes begun.</summary>
    public TimeSpan Billed(DateTimeOffset now)
    {
        if (InitializingAt is not DateTimeOffset from)
        {
            return TimeSpan.Zero;
        }

        TimeSpan elapsed = (StoppedAt ?? now) - from;
        return elapsed <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMinutes(Math.Ceiling(elapsed.TotalMinutes));
    }
}
