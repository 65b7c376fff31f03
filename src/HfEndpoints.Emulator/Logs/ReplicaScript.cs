using HfEndpoints.Emulator.Lifecycle;
using HfEndpoints.Emulator.Logs.Servers;
using HfEndpoints.Emulator.Management;

namespace HfEndpoints.Emulator.Logs;

/// <summary>What one replica writes by itself: its start, and its end when it fails or is stopped.</summary>
internal sealed class ReplicaScript(ReplicaRun run, ServerLog server, EndpointSpec spec)
{
    private readonly IReadOnlyList<StartLine> _start = server.Start(spec);
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
            DateTimeOffset? line = _end is null && _started < _start.Count ? run.InitializingAt + (run.StartTime * _start[_started].At) : null;
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

    private IReadOnlyList<(string Level, string Text)> End() =>
        run.ExitCode is > 0 ? server.Failure(run.ErrorMessage ?? "exited") : server.Stop;
}
