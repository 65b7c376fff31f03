namespace HfEndpoints.Emulator;

/// <summary>One container from its scheduling to its end.</summary>
internal sealed class ReplicaRun(string id, string versionId, DeploymentPlan plan, DateTimeOffset scheduledAt)
{
    public string Id { get; } = id;
    public string VersionId { get; } = versionId;
    public double PricePerHour => plan.PricePerHour;

    /// <summary>How long it takes from initializing to the point where the server listens, whether it can be reached or not.</summary>
    public TimeSpan StartTime => ReadyAt - InitializingAt ?? plan.InitializingTime;

    /// <summary>How it was planned to go when it was deployed.</summary>
    public DeploymentOutcome Outcome => plan.Outcome;

    /// <summary>What goes wrong in it, if anything does.</summary>
    public string? ErrorMessage => plan.ErrorMessage;
    public DateTimeOffset ScheduledAt { get; } = scheduledAt;

    /// <summary>When it begins to initialize, from where it is billed; null while it is unknown.</summary>
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

/// <summary>The containers of one endpoint, those that have ended included: they are on the bill.</summary>
internal sealed class ReplicaFleet(string endpointId)
{
    private readonly List<ReplicaRun> _runs = [];
    private readonly string _prefix = endpointId[^10..];
    private int _version;

    /// <summary>How many replicas there should be; a failed deployment still wants the ones it did not get.</summary>
    public int Target { get; set; }
    public IReadOnlyList<ReplicaRun> Runs => _runs;
    public IEnumerable<ReplicaRun> Alive => _runs.Where(run => run.IsAlive);
    public int Ready(DateTimeOffset at) => _runs.Count(run => run.IsReady(at));

    /// <summary>Starts replicas of a new version of the endpoint.</summary>
    public void Deploy(DateTimeOffset at, DeploymentPlan plan, int count, DateTimeOffset? initializingAt)
    {
        _version++;
        Start(at, plan, count, initializingAt);
    }

    public void Resize(DateTimeOffset at, DeploymentPlan plan, int count)
    {
        foreach (ReplicaRun run in Alive.Reverse().Take(Math.Max(0, Target - count)))
        {
            run.StoppedAt = at;
        }

        if (count > Target)
        {
            Start(at, plan, count - Target, at + plan.PendingTime);
        }

        Target = count;
    }

    public void Stop(DateTimeOffset at, int exitCode = 0)
    {
        foreach (ReplicaRun run in Alive)
        {
            run.StoppedAt = at;
            run.ExitCode = exitCode;
        }

        Target = 0;
    }

    private void Start(DateTimeOffset at, DeploymentPlan plan, int count, DateTimeOffset? initializingAt)
    {
        for (int i = 0; i < count; i++)
        {
            _runs.Add(new ReplicaRun(ReplicaRun.IdOf(endpointId, _runs.Count + 1), $"{_prefix}-v{_version}", plan, at)
            {
                InitializingAt = initializingAt,
                ReadyAt = plan.Outcome == DeploymentOutcome.Ready ? initializingAt + plan.InitializingTime : null,
            });
        }

        Target = _runs.Count(run => run.IsAlive);
    }
}

/// <summary>The stages of a replica, by the names the service gives them.</summary>
internal static class ReplicaStage
{
    public const string Pending = "pending";
    public const string Pulling = "pulling";
    public const string Downloading = "downloading";
    public const string Initializing = "initializing";
    public const string Running = "running";
    public const string Stopped = "stopped";
    private const double PullingPart = 0.15;
    private const double DownloadingPart = 0.35;

    /// <summary>The stages a replica has gone through until a time, in order.</summary>
    public static IEnumerable<(string Stage, DateTimeOffset From, DateTimeOffset To)> History(ReplicaRun run, DateTimeOffset until)
    {
        DateTimeOffset end = run.StoppedAt < until ? run.StoppedAt.Value : until;
        DateTimeOffset from = run.ScheduledAt;
        foreach ((string stage, DateTimeOffset? stop) in Borders(run))
        {
            DateTimeOffset to = stop < end ? stop.Value : end;
            if (from < to || (from == to && stop is null))
            {
                yield return (stage, from, to);
            }

            from = to > from ? to : from;
            if (stop is null || stop > end)
            {
                yield break;
            }
        }
    }

    /// <summary>The stage at a time; null before the replica was there.</summary>
    public static string? At(ReplicaRun run, DateTimeOffset time)
    {
        if (time < run.ScheduledAt)
        {
            return null;
        }

        return run.StoppedAt <= time ? Stopped : Borders(run).First(border => border.End is null || time < border.End).Stage;
    }

    /// <summary>Every stage with its end; the last has none.</summary>
    private static IEnumerable<(string Stage, DateTimeOffset? End)> Borders(ReplicaRun run)
    {
        yield return (Pending, run.InitializingAt);
        yield return (Pulling, run.InitializingAt + (run.StartTime * PullingPart));
        yield return (Downloading, run.InitializingAt + (run.StartTime * DownloadingPart));
        yield return (Initializing, run.ReadyAt);
        yield return (Running, null);
    }
}
