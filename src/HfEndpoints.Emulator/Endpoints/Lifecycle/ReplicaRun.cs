namespace HfEndpoints.Emulator;

/// <summary>One container from its scheduling to its end.</summary>
internal sealed class ReplicaRun(string id, string versionId, DeploymentPlan plan, DateTimeOffset scheduledAt)
{
    public string Id { get; } = id;
    public string VersionId { get; } = versionId;
    public double PricePerHour => plan.PricePerHour;

    /// <summary>How long it takes from initializing to the point where the server listens, be it reachable or not.</summary>
    public TimeSpan StartTime => ReadyAt - InitializingAt ?? plan.InitializingTime;

    /// <summary>How it was bound to go when it was deployed.</summary>
    public DeploymentOutcome Outcome => plan.Outcome;

    /// <summary>What goes wrong in it, if anything does.</summary>
    public string? ErrorMessage => plan.ErrorMessage;
    public DateTimeOffset ScheduledAt { get; } = scheduledAt;

    /// <summary>When it begins to initialize, from where it is billed; null while nobody knows.</summary>
    public DateTimeOffset? InitializingAt { get; set; }
    public DateTimeOffset? ReadyAt { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    public int? ExitCode { get; set; }
    public static string IdOf(string endpointId, int number) => $"{endpointId[^10..]}-{number:x5}";
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
