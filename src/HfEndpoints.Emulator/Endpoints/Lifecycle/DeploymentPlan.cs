namespace HfEndpoints.Emulator;

/// <summary>What an endpoint's life needs to know of its specification.</summary>
internal sealed record DeploymentPlan
{
    public required int MinReplica { get; init; }
    public required int MaxReplica { get; init; }

    /// <summary>How long an idle endpoint keeps running; null when it never scales to zero by itself.</summary>
    public required TimeSpan? IdleTimeout { get; init; }
    public required TimeSpan PendingTime { get; init; }
    public required TimeSpan InitializingTime { get; init; }
    public required double PricePerHour { get; init; }

    /// <summary>How many requests in flight one replica is meant to carry; more add a replica.</summary>
    public required double RequestsPerReplica { get; init; }
    public required DeploymentOutcome Outcome { get; init; }
    public string? ErrorMessage { get; init; }

    public int ReplicasFor(int requests)
    {
        int needed = (int)Math.Ceiling(requests / RequestsPerReplica);
        return Math.Clamp(needed, Math.Max(1, MinReplica), Math.Max(1, MaxReplica));
    }
}

/// <summary>How a deployment ends.</summary>
internal enum DeploymentOutcome
{
    /// <summary>Every replica becomes ready.</summary>
    Ready,

    /// <summary>The container exits while it starts.</summary>
    RuntimeError,

    /// <summary>The specification cannot work; resuming does not help, only an update does.</summary>
    ConfigurationError,

    /// <summary>The container runs, but nothing answers on its port and health route.</summary>
    NeverReady,

    /// <summary>No machine is found.</summary>
    NeverScheduled,
}
