namespace HfEndpoints.Emulator;

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
