namespace HfEndpoints.Emulator;

/// <summary>
/// What the replicas of one endpoint have written. The lines of a start or an end are written when somebody looks, with the
/// times at which they were due. The oldest are forgotten. Used under the store's lock.
/// </summary>
internal sealed class EndpointLogs
{
    private const int MaxLines = 10_000;
    private const int MaxCharacters = 8 * 1024 * 1024;
    private const int MaxLineLength = 16 * 1024;
    private readonly Queue<LogLine> _lines = new();
    private readonly List<ReplicaScript> _open = [];
    private TaskCompletionSource _appended = NewSignal();
    private int _known;
    private int _characters;

    /// <summary>The sequence of the newest line; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>The sequence of the oldest line kept.</summary>
    public long First => Last - _lines.Count + 1;

    /// <summary>Completes when a line is written. Take it together with the lines.</summary>
    public Task Appended => _appended.Task;
    public IEnumerable<LogLine> Lines => _lines;

    /// <summary>The lines after the one with a sequence.</summary>
    public IEnumerable<LogLine> After(long sequence) => _lines.Skip((int)Math.Clamp(sequence - First + 1, 0, _lines.Count));

    /// <summary>Writes the lines of replicas' starts and ends that were due until now.</summary>
    public void Settle(IReadOnlyList<ReplicaRun> runs, EndpointSpec spec, DateTimeOffset now)
    {
        for (; _known < runs.Count; _known++)
        {
            _open.Add(new ReplicaScript(runs[_known], ServerLogs.For(spec), spec));
        }

        while (_open.MinBy(script => script.NextAt ?? DateTimeOffset.MaxValue) is { NextAt: DateTimeOffset due } script && due <= now)
        {
            (string level, string text) = script.Take();
            Append(due, script.ReplicaId, level, text, null);
        }

        _open.RemoveAll(script => script.IsOver);
    }

    /// <summary>When the next line is due by itself, as far as is known.</summary>
    public DateTimeOffset? NextAt() => _open.Min(script => script.NextAt);

    /// <summary>Writes a line now; the caller has settled before.</summary>
    public LogLine Append(DateTimeOffset time, string replicaId, string? level, string text, string? stream)
    {
        string cut = text.Length > MaxLineLength ? text[..MaxLineLength] : text;
        var line = new LogLine(++Last, time, replicaId, stream ?? (level == "ERROR" ? "stderr" : "stdout"), level, cut);
        _lines.Enqueue(line);
        _characters += cut.Length;
        while (_lines.Count > MaxLines || _characters > MaxCharacters)
        {
            _characters -= _lines.Dequeue().Text.Length;
        }

        TaskCompletionSource signal = _appended;
        _appended = NewSignal();
        signal.TrySetResult();
        return line;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

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
