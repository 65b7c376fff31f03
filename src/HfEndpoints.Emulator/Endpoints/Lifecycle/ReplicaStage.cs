namespace HfEndpoints.Emulator;

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
