namespace HfEndpoints.Emulator;

/// <summary>What one replica writes by itself: its start, and its end when it fails or is stopped.</summary>
internal sealed class ReplicaScript(ReplicaRun run, ServerLog server, EndpointSpec spec)
{
    /// <summary>How far a start comes that does not end: the model is loading by then.</summary>
    private const double Stuck = 0.5;
    private readonly IReadOnlyList<StartLine> _start = Start(run, server, spec);
    private IReadOnlyList<(string Level, string Text)>? _end;
    private int _started;
    private int _ended;
    public string ReplicaId => run.Id;
    public bool IsOver => !run.IsAlive && NextAt is null;

    /// <summary>When the next line is due; null when nothing more is known to come.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            DateTimeOffset? line = _end is null
                && _started < _start.Count ? run.InitializingAt + (run.StartTime * _start[_started].At) : null;
            if (line is not null && (run.StoppedAt is null || line < run.StoppedAt))
            {
                return line;
            }

            bool wasUp = run.InitializingAt < run.StoppedAt;
            return wasUp && (_end is null || _ended < _end.Count) ? run.StoppedAt : null;
        }
    }

    /// <summary>Takes the next line, stamped with the time it is due.</summary>
    public (string Level, string Text) Take()
    {
        DateTimeOffset due = NextAt!.Value;
        (string level, string text) = due < run.StoppedAt || run.StoppedAt is null
            ? (_start[_started].Level, _start[_started++].Text)
            : (_end ??= End())[_ended++];
        return (level, server.Format(due, level, text));
    }

    private static IReadOnlyList<StartLine> Start(ReplicaRun run, ServerLog server, EndpointSpec spec)
    {
        if (run.Outcome == DeploymentOutcome.ConfigurationError)
        {
            // No container ever ran.
            return [];
        }

        // A server that only cannot be reached listens all the same.
        bool listens = run.ReadyAt is not null || !EngineSelector.AnswersHealthProbe(spec);
        return [.. server.Start(spec).Where(line => listens || line.At <= Stuck)];
    }

    private IReadOnlyList<(string Level, string Text)> End()
    {
        string reason = run.ErrorMessage ?? "exited";
        return run.ExitCode is not > 0 ? server.Stop
            : run.Outcome == DeploymentOutcome.ConfigurationError ? [("ERROR", reason)]
            : server.Failure(reason);
    }
}
