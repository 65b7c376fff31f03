namespace HfEndpoints.Emulator;

/// <summary>One endpoint in one window, as all graphs of a request see it. Used under the store's lock.</summary>
internal sealed class MetricsContext(EndpointRecord record, MetricsWindow window, DateTimeOffset now)
{
    public EndpointRecord Record { get; } = record;
    public MetricsWindow Window { get; } = window;
    public DateTimeOffset Now { get; } = now;
    public EndpointSpec Spec => Record.Spec;

    /// <summary>GPUs or other accelerators a replica has.</summary>
    public int Devices { get; } = record.Spec.Accelerator == "cpu"
        ? 0
        : HardwareTable.Find(record.Spec.Vendor, record.Spec.Region, record.Spec.InstanceType, record.Spec.InstanceSize)?.Accelerators ?? 1;

    public IReadOnlyList<MetricsStep> Steps { get; } = MetricsStep.Cut(record, window, now);

    /// <summary>The replicas that were there at some time in the window.</summary>
    public IReadOnlyList<ReplicaRun> Runs { get; } =
    [
        .. record.Life.Runs.Where(run => run.ScheduledAt <= window.Stop && !(run.StoppedAt < window.Start)
            && (window.ReplicaId is null || run.Id == window.ReplicaId)),
    ];

    /// <summary>A point for each step that has a value.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Points(Func<MetricsStep, double?> read) =>
        [.. Steps.Select(step => (step.Start, Value: read(step))).Where(point => point.Value is not null).Select(point =>
            (point.Start, point.Value!.Value))];

    /// <summary>A point for each step in which a replica had come so far as to initialize.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Points(ReplicaRun run, Func<MetricsStep, bool, double?> read) => Points(step =>
        ReplicaStage.At(run, step.End) is ReplicaStage.Running or ReplicaStage.Initializing or ReplicaStage.Downloading
            ? read(step, ReplicaStage.At(run, step.End) == ReplicaStage.Running)
            : null);
}
