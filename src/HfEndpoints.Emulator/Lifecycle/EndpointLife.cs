namespace HfEndpoints.Emulator.Lifecycle;

/// <summary>
/// The state of one endpoint over the service's time. Nothing runs in the background: every member first settles what has
/// happened until now. Callers hold the store's lock.
/// </summary>
internal sealed class EndpointLife(string endpointId, DeploymentPlan plan, DateTimeOffset now)
{
    private static readonly TimeSpan s_shortUpdate = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_scaleUpPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_scaleDownDelay = TimeSpan.FromSeconds(300);

    private readonly List<ReplicaRun> _runs = [];
    private DeploymentPlan _plan = plan;
    private DateTimeOffset? _phaseEnd;
    private DateTimeOffset _activeAt = now;
    private DateTimeOffset _neededAt = now;
    private DateTimeOffset _scaledUpAt = DateTimeOffset.MinValue;
    private int _target;
    private int _version;
    private int _runNumber;

    public string State { get; private set; } = EndpointState.Pending;

    public string Message { get; private set; } = StateMessage.For(EndpointState.Pending);

    public string? ErrorMessage { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }

    public int InFlight { get; private set; }

    public int TargetReplica => _target;

    public IReadOnlyList<ReplicaRun> Runs => _runs;

    /// <summary>Whether a failure lies in the specification, so that resuming cannot help.</summary>
    public bool IsConfigurationError => State == EndpointState.Failed && _plan.Outcome == DeploymentOutcome.ConfigurationError;

    public int ReadyReplica(DateTimeOffset at) =>
        State is EndpointState.Running or EndpointState.Updating ? _runs.Count(run => run.IsReady(at)) : 0;

    /// <summary>Deploys from nothing: at creation and when a paused or failed endpoint is resumed.</summary>
    public void Deploy(DateTimeOffset at)
    {
        StopRuns(at);
        _version++;
        Enter(EndpointState.Pending, _plan.Outcome == DeploymentOutcome.NeverScheduled ? null : at + _plan.PendingTime);
        StartRuns(at, Math.Max(1, _plan.MinReplica), _phaseEnd);
    }

    /// <summary>Starts an endpoint that is scaled to zero: its machine is kept warm, so there is no pending phase.</summary>
    public void Wake(DateTimeOffset at)
    {
        _version++;
        BeginInitializing(at);
        StartRuns(at, Math.Max(1, _plan.MinReplica), at);
    }

    public void Update(DateTimeOffset at, DeploymentPlan next, bool rollout)
    {
        Settle(at);
        _plan = next;
        if (State is EndpointState.Paused or EndpointState.ScaledToZero)
        {
            return;
        }

        if (rollout || State != EndpointState.Running)
        {
            StopRuns(at);
            _version++;
            Enter(EndpointState.Updating, next.Outcome is DeploymentOutcome.NeverReady or DeploymentOutcome.NeverScheduled ? null : at + next.InitializingTime);
            StartRuns(at, Math.Max(1, next.MinReplica), next.Outcome == DeploymentOutcome.NeverScheduled ? null : at);
            return;
        }

        Enter(EndpointState.Updating, at + s_shortUpdate);
        Resize(at, Math.Clamp(_target, Math.Max(1, next.MinReplica), Math.Max(1, next.MaxReplica)));
    }

    public void Pause(DateTimeOffset at)
    {
        Settle(at);
        StopRuns(at);
        Enter(EndpointState.Paused, null);
    }

    public void ScaleToZero(DateTimeOffset at)
    {
        StopRuns(at);
        Enter(EndpointState.ScaledToZero, null);
    }

    public void RequestStarted(DateTimeOffset at)
    {
        Settle(at);
        InFlight++;
        Touch(at);
        int needed = _plan.ReplicasFor(InFlight);
        if (needed >= _target)
        {
            _neededAt = at;
        }

        if (needed > _target && State == EndpointState.Running && at - _scaledUpAt >= s_scaleUpPause)
        {
            _scaledUpAt = at;
            Resize(at, needed);
        }
    }

    public void RequestFinished(DateTimeOffset at)
    {
        // Settled first, while the request still counts: an endpoint is not idle under a long answer.
        Settle(at);
        if (_plan.ReplicasFor(InFlight) >= _target)
        {
            _neededAt = at;
        }

        InFlight--;
        Touch(at);
    }

    /// <summary>Activity that takes no slot, such as a health probe.</summary>
    public void Touch(DateTimeOffset at)
    {
        _activeAt = at;
        LastUsedAt = at;
    }

    /// <summary>Puts the endpoint into a state at once. States that would pass by themselves stay until something else is asked.</summary>
    public void Force(DateTimeOffset at, string state, string? message, int? replicas)
    {
        StopRuns(at);
        _version++;
        Enter(state, null);
        int count = replicas ?? Math.Max(1, _plan.MinReplica);
        if (state is EndpointState.Pending)
        {
            StartRuns(at, count, null);
        }
        else if (state is EndpointState.Initializing or EndpointState.Updating or EndpointState.Running)
        {
            StartRuns(at, count, at);
            foreach (ReplicaRun run in _runs.Where(run => run.IsAlive))
            {
                run.ReadyAt = state == EndpointState.Running ? at : null;
            }
        }
        else if (state is EndpointState.Failed or EndpointState.UpdateFailed)
        {
            _target = count;
            ErrorMessage = message ?? _plan.ErrorMessage;
        }

        Message = message ?? Message;
        _neededAt = at;
        Touch(at);
    }

    /// <summary>When the endpoint will next change by itself, as far as is known.</summary>
    public DateTimeOffset? NextChange()
    {
        DateTimeOffset? next = _phaseEnd;
        if (State == EndpointState.Running)
        {
            next = Earlier(IdleEnd(), ScaleDownAt());
            foreach (ReplicaRun run in _runs.Where(run => run.IsAlive && run.ReadyAt > _activeAt))
            {
                next = Earlier(next, run.ReadyAt);
            }
        }

        return next;
    }

    /// <summary>Lets everything happen that was due until the given time, in order.</summary>
    public void Settle(DateTimeOffset at)
    {
        while (NextTransition() is DateTimeOffset due && due <= at)
        {
            Advance(due);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private DateTimeOffset? NextTransition() =>
        State == EndpointState.Running ? Earlier(IdleEnd(), ScaleDownAt()) : _phaseEnd;

    private DateTimeOffset? IdleEnd() => InFlight == 0 && _plan.IdleTimeout is TimeSpan idle ? _activeAt + idle : null;

    private DateTimeOffset? ScaleDownAt() => _target > _plan.ReplicasFor(InFlight) ? _neededAt + s_scaleDownDelay : null;

    private void Advance(DateTimeOffset due)
    {
        switch (State)
        {
            case EndpointState.Pending:
                BeginInitializing(due);
                break;
            case EndpointState.Initializing or EndpointState.Updating when IsFailure:
                bool wasUpdate = State == EndpointState.Updating;
                StopRuns(due, exitCode: 1);
                _target = Math.Max(1, _plan.MinReplica);
                Enter(wasUpdate ? EndpointState.UpdateFailed : EndpointState.Failed, null);
                ErrorMessage = _plan.ErrorMessage;
                break;
            case EndpointState.Initializing or EndpointState.Updating:
                Enter(EndpointState.Running, null);
                Touch(due);
                _neededAt = due;
                break;
            default:
                if (IdleEnd() <= due)
                {
                    ScaleToZero(due);
                }
                else
                {
                    Resize(due, _plan.ReplicasFor(InFlight));
                }

                break;
        }
    }

    private bool IsFailure => _plan.Outcome is DeploymentOutcome.RuntimeError or DeploymentOutcome.ConfigurationError;

    private void BeginInitializing(DateTimeOffset at) =>
        Enter(EndpointState.Initializing, _plan.Outcome == DeploymentOutcome.NeverReady ? null : at + _plan.InitializingTime);

    private void Enter(string state, DateTimeOffset? end)
    {
        State = state;
        Message = StateMessage.For(state);
        ErrorMessage = null;
        _phaseEnd = end;
    }

    private void Resize(DateTimeOffset at, int count)
    {
        foreach (ReplicaRun run in _runs.Where(run => run.IsAlive).Reverse().Take(Math.Max(0, _target - count)))
        {
            run.StoppedAt = at;
        }

        if (count > _target)
        {
            StartRuns(at, count - _target, at + _plan.PendingTime);
        }

        _target = count;
    }

    private void StartRuns(DateTimeOffset at, int count, DateTimeOffset? initializingAt)
    {
        for (int i = 0; i < count; i++)
        {
            _runs.Add(new ReplicaRun($"{endpointId[^10..]}-{++_runNumber:x5}", $"{endpointId[^10..]}-v{_version}", _plan.PricePerHour, at)
            {
                InitializingAt = initializingAt,
                ReadyAt = _plan.Outcome == DeploymentOutcome.Ready ? initializingAt + _plan.InitializingTime : null,
            });
        }

        _target = _runs.Count(run => run.IsAlive);
    }

    private void StopRuns(DateTimeOffset at, int? exitCode = 0)
    {
        foreach (ReplicaRun run in _runs.Where(run => run.IsAlive))
        {
            run.StoppedAt = at;
            run.ExitCode = exitCode;
        }

        _target = 0;
    }
}
