namespace HfEndpoints.Emulator;

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
