namespace HfEndpoints.Commands;

/// <summary>Progress bars for endpoints that are waited for, with state, replicas and time.</summary>
internal sealed class WaitProgressBars
{
    // A terminal has no space for more.
    private const int MaxBars = 8;

    private readonly CmdletOutput _output;
    private readonly TimeSpan? _timeout;
    private readonly Dictionary<WaitTarget, int> _ids;

    public WaitProgressBars(CmdletOutput output, IReadOnlyList<WaitTarget> targets, TimeSpan? timeout)
    {
        _output = output;
        _timeout = timeout;
        _ids = targets.Take(MaxBars).Select((target, index) => (target, index)).ToDictionary(pair => pair.target, pair => pair.index + 1);
    }

    public void Show(WaitProgress progress)
    {
        if (!_ids.TryGetValue(progress.Target, out int id))
        {
            return;
        }

        string? state = progress.IsAnswering ? progress.Endpoint.Status : "running, not responding yet";
        string status = string.Create(
            CultureInfo.InvariantCulture,
            $"{state}, {progress.Endpoint.ReadyReplica ?? 0}/{progress.Endpoint.TargetReplica ?? 0} replicas, "
            + $"{progress.Elapsed.TotalSeconds:0} s");
        var record = new ProgressRecord(id, $"Waiting for endpoint '{progress.Target.Name}'", status);
        if (_timeout is { } timeout && timeout > TimeSpan.Zero)
        {
            record.PercentComplete = (int)Math.Clamp(progress.Elapsed / timeout * 100, 0, 100);
            record.SecondsRemaining = (int)Math.Max(0, (timeout - progress.Elapsed).TotalSeconds);
        }

        _output.Progress(record);
    }

    public void End(WaitTarget target)
    {
        if (_ids.TryGetValue(target, out int id))
        {
            _output.EndProgress(id, $"Waiting for endpoint '{target.Name}'", "ready");
        }
    }

    public void EndAll()
    {
        foreach (WaitTarget target in _ids.Keys)
        {
            End(target);
        }
    }
}
