namespace HfEndpoints.Emulator;

/// <summary>
/// The state of one endpoint over the service's time. Nothing runs in the background: every member first settles what has
/// happened until now. Callers hold the store's lock.
/// </summary>
internal sealed class EndpointLife(string endpointId, DeploymentPlan plan, DateTimeOffset now)
{
    private static readonly TimeSpan s_shortUpdate = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_scaleUpPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_scaleDownDelay = TimeSpan.FromSeconds(300);
    private readonly ReplicaFleet _fleet = new(endpointId);
    private DeploymentPlan _plan = plan;
    private DateTimeOffset? _phaseEnd;
    private DateTimeOffset _activeAt = now;
    private DateTimeOffset _neededAt = now;
    private DateTimeOffset _scaledUpAt = DateTimeOffset.MinValue;
    private DateTimeOffset _settledAt = now;

    /// <summary>Raised after every step of <see cref="Settle"/> with the time at which it was due.</summary>
    public event Action<DateTimeOffset>? Stepped;
    public string State { get; private set; } = EndpointState.Pending;
    public string Message { get; private set; } = EndpointState.Messages[EndpointState.Pending];
    public string? ErrorMessage { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public int InFlight { get; private set; }
    public int TargetReplica => _fleet.Target;
    public IReadOnlyList<ReplicaRun> Runs => _fleet.Runs;

    /// <summary>Whether a failure lies in the specification, so that resuming cannot help.</summary>
    public bool IsConfigurationError => State == EndpointState.Failed && _plan.Outcome == DeploymentOutcome.ConfigurationError;
    public int ReadyReplica(DateTimeOffset at) => State is EndpointState.Running or EndpointState.Updating ? _fleet.Ready(at) : 0;

    /// <summary>Deploys from nothing: at creation and when a paused or failed endpoint is resumed.</summary>
    public void Deploy(DateTimeOffset at)
    {
        _fleet.Stop(at);
        Enter(EndpointState.Pending, _plan.Outcome == DeploymentOutcome.NeverScheduled ? null : at + _plan.PendingTime);
        _fleet.Deploy(at, _plan, Math.Max(1, _plan.MinReplica), _phaseEnd);
    }

    /// <summary>Starts an endpoint that is scaled to zero: its machine is kept warm, so there is no pending phase.</summary>
    public void Wake(DateTimeOffset at)
    {
        BeginInitializing(at);
        _fleet.Deploy(at, _plan, Math.Max(1, _plan.MinReplica), at);
    }

    public void Update(DateTimeOffset at, DeploymentPlan next, bool rollout)
    {
        Settle(at);
        _plan = next;
        if (State is EndpointState.Paused or EndpointState.ScaledToZero)
        {
            return;
        }

        if (rollout || ReadyReplica(at) == 0)
        {
            _fleet.Stop(at);
            Enter(
                EndpointState.Updating,
                next.Outcome is DeploymentOutcome.NeverReady or DeploymentOutcome.NeverScheduled ? null : at + next.InitializingTime);
            _fleet.Deploy(at, _plan, Math.Max(1, next.MinReplica), next.Outcome == DeploymentOutcome.NeverScheduled ? null : at);
            return;
        }

        Enter(EndpointState.Updating, at + s_shortUpdate);
        _fleet.Resize(at, _plan, Math.Clamp(_fleet.Target, Math.Max(1, next.MinReplica), Math.Max(1, next.MaxReplica)));
    }

    public void Pause(DateTimeOffset at)
    {
        Settle(at);
        _fleet.Stop(at);
        Enter(EndpointState.Paused, null);
    }

    public void ScaleToZero(DateTimeOffset at)
    {
        _fleet.Stop(at);
        Enter(EndpointState.ScaledToZero, null);
    }

    public void RequestStarted(DateTimeOffset at)
    {
        Settle(at);
        InFlight++;
        Touch(at);
        int needed = _plan.ReplicasFor(InFlight);
        if (needed >= _fleet.Target)
        {
            _neededAt = at;
        }

        if (needed > _fleet.Target && State == EndpointState.Running && at - _scaledUpAt >= s_scaleUpPause)
        {
            _scaledUpAt = at;
            _fleet.Resize(at, _plan, needed);
        }
    }

    public void RequestFinished(DateTimeOffset at)
    {
        // Settled first, while the request still counts: an endpoint is not idle under a long answer.
        Settle(at);
        if (_plan.ReplicasFor(InFlight) >= _fleet.Target)
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
        _fleet.Stop(at);
        Enter(state, null);
        int count = replicas ?? Math.Max(1, _plan.MinReplica);
        if (state is EndpointState.Pending)
        {
            _fleet.Deploy(at, _plan, count, null);
        }
        else if (state is EndpointState.Initializing or EndpointState.Updating or EndpointState.Running)
        {
            _fleet.Deploy(at, _plan, count, at);
            foreach (ReplicaRun run in _fleet.Alive)
            {
                run.ReadyAt = state == EndpointState.Running ? at : null;
            }
        }
        else if (state is EndpointState.Failed or EndpointState.UpdateFailed)
        {
            _fleet.Target = count;
            ErrorMessage = message ?? _plan.ErrorMessage;
        }

        Message = message ?? Message;
        _neededAt = at;
        Touch(at);
    }

    /// <summary>When the endpoint will next change by itself, as far as is known.</summary>
    public DateTimeOffset? NextChange()
    {
        DateTimeOffset? next = NextTransition();
        if (State is EndpointState.Running or EndpointState.Updating)
        {
            foreach (ReplicaRun run in _fleet.Alive.Where(run => run.ReadyAt > _settledAt))
            {
                next = Earlier(next, run.ReadyAt);
            }
        }

        return next;
    }

    /// <summary>Lets everything happen that was due until the given time, in order.</summary>
    public void Settle(DateTimeOffset at)
    {
        while (NextChange() is DateTimeOffset due && due <= at)
        {
            if (NextTransition() <= due)
            {
                Advance(due);
            }

            _settledAt = _settledAt > due ? _settledAt : due;
            Stepped?.Invoke(due);
        }

        _settledAt = _settledAt > at ? _settledAt : at;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;
    private DateTimeOffset? NextTransition() => State == EndpointState.Running ? Earlier(IdleEnd(), ScaleDownAt()) : _phaseEnd;
    private DateTimeOffset? IdleEnd() => InFlight == 0 && _plan.IdleTimeout is TimeSpan idle ? _activeAt + idle : null;
    private DateTimeOffset? ScaleDownAt() => _fleet.Target > _plan.ReplicasFor(InFlight) ? _neededAt + s_scaleDownDelay : null;

    private void Advance(DateTimeOffset due)
    {
        switch (State)
        {
            case EndpointState.Pending:
                BeginInitializing(due);
                break;
            case EndpointState.Initializing or EndpointState.Updating when IsFailure:
                bool wasUpdate = State == EndpointState.Updating;
                _fleet.Stop(due, exitCode: 1);
                _fleet.Target = Math.Max(1, _plan.MinReplica);
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
                    _fleet.Resize(due, _plan, _plan.ReplicasFor(InFlight));
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
        Message = EndpointState.Messages[state];
        ErrorMessage = null;
        _phaseEnd = end;
    }
}
