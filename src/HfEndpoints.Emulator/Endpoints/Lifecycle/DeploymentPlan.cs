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

/// <summary>Reads from a specification how its deployment will go.</summary>
internal sealed class DeploymentPlanner(RandomSource random, EmulatorOptions options)
{
    private const double Spread = 0.4;
    private const double DefaultUsage = 80;

    public DeploymentPlan Plan(string owner, EndpointSpec spec)
    {
        ComputeOffer? offer = HardwareTable.Find(spec.Vendor, spec.Region, spec.InstanceType, spec.InstanceSize);
        (DeploymentOutcome outcome, string? error) = Outcome(spec);
        return new DeploymentPlan
        {
            MinReplica = spec.MinReplica,
            MaxReplica = spec.MaxReplica,
            IdleTimeout = spec.ScaleToZeroTimeout is int minutes ? TimeSpan.FromMinutes(minutes) : null,
            PendingTime = Vary(offer?.Status == "low_availability" ? 60 : 5, "pending", owner, spec.Name),
            InitializingTime = Vary(spec.Accelerator == "cpu" ? 20 : 60, "initializing", owner, spec.Name),
            PricePerHour = offer?.PricePerHour ?? 0,
            RequestsPerReplica = RequestsPerReplica(spec),
            Outcome = outcome,
            ErrorMessage = error,
        };
    }

    private double RequestsPerReplica(EndpointSpec spec)
    {
        if (spec.Scaling["measure"]?["pendingRequests"]?.GetValue<double>() is double pending)
        {
            return Math.Max(0.1, pending);
        }

        double usage = spec.Scaling["measure"]?["hardwareUsage"]?.GetValue<double>() ?? DefaultUsage;
        return Math.Max(1, options.MaxConcurrent * usage / 100);
    }

    private TimeSpan Vary(double seconds, string what, string owner, string name) =>
        TimeSpan.FromSeconds(seconds * (1 - (Spread / 2) + (Spread * random.Fraction(what, owner, name))));

    private static (DeploymentOutcome Outcome, string? Error) Outcome(EndpointSpec spec)
    {
        string repository = spec.Repository.Split('/')[^1];
        if (spec.HasTag(SpecDefaults.StayPendingTag))
        {
            return (DeploymentOutcome.NeverScheduled, null);
        }

        if (spec.ImageUrl is string url && url.Split('/').Any(IsFailing))
        {
            return (DeploymentOutcome.ConfigurationError, $"Failed to pull image '{url}': manifest unknown");
        }

        if (repository.StartsWith("fail-config", StringComparison.Ordinal))
        {
            return (DeploymentOutcome.ConfigurationError, $"Repository '{spec.Repository}' has no file that the container can load");
        }

        if (IsFailing(repository))
        {
            return (DeploymentOutcome.RuntimeError, "Endpoint failed to start. Exit code: 1. Reason: Error, message: the model could not "
                + "be loaded");
        }

        bool answers = !spec.HasTag(SpecDefaults.StayInitializingTag) && EngineSelector.AnswersHealthProbe(spec);
        return (answers ? DeploymentOutcome.Ready : DeploymentOutcome.NeverReady, null);
    }

    private static bool IsFailing(string word) => word.StartsWith("fail", StringComparison.Ordinal);
}
