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

    /// <summary>A graph that says which time it is about.</summary>
    public Dictionary<string, object?> Graph(IEnumerable<object> series) => Window.With(("series", series.ToArray()));

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

/// <summary>What happened between two points of a graph.</summary>
internal sealed class MetricsStep(DateTimeOffset start, DateTimeOffset end, IReadOnlyList<TrafficBucket> buckets, int pendingBefore)
{
    private readonly IReadOnlyList<TrafficBucket> _buckets = buckets;
    public DateTimeOffset Start { get; } = start;

    /// <summary>The end of the step, or now when that is sooner.</summary>
    public DateTimeOffset End { get; } = end;

    /// <summary>The most requests under way at once.</summary>
    public int Pending { get; } = buckets.Select(bucket => bucket.MostPending).DefaultIfEmpty(pendingBefore).Max();
    public int Requests => _buckets.Sum(bucket => bucket.Counts.Values.Sum());

    /// <summary>Seconds to the first byte of an answer; null without one.</summary>
    public double? FirstByte => Ratio(_buckets.Sum(bucket => bucket.FirstByteSeconds), _buckets.Sum(bucket => bucket.FirstBytes));

    /// <summary>Seconds between the chunks of a streamed answer; null without one.</summary>
    public double? BetweenChunks => Ratio(_buckets.Sum(bucket => bucket.ChunkSeconds), _buckets.Sum(bucket => bucket.Chunks));

    public static IReadOnlyList<MetricsStep> Cut(EndpointRecord record, MetricsWindow window, DateTimeOffset now)
    {
        IReadOnlyList<TrafficBucket> all = record.Traffic.Buckets;
        List<MetricsStep> steps = [];
        int next = 0;
        int pending = 0;
        foreach (DateTimeOffset start in window.Points(record.CreatedAt, now))
        {
            List<TrafficBucket> inside = [];
            for (; next < all.Count && all[next].Start < start + window.Step; next++)
            {
                if (all[next].Start >= start)
                {
                    inside.Add(all[next]);
                }
                else
                {
                    pending = all[next].LastPending;
                }
            }

            DateTimeOffset end = start + window.Step;
            steps.Add(new MetricsStep(start, end < now ? end : now, inside, pending));
            pending = inside.Count > 0 ? inside[^1].LastPending : pending;
        }

        return steps;
    }

    /// <summary>Requests answered with a status, by one replica or all.</summary>
    public int Count(int status, string? replicaId) => _buckets.Sum(bucket => bucket.Counts
        .Where(pair => pair.Key.Status == status && (replicaId is null || pair.Key.ReplicaId == replicaId))
        .Sum(pair => pair.Value));

    public IEnumerable<int> Statuses(string? replicaId) => _buckets
        .SelectMany(bucket => bucket.Counts.Keys)
        .Where(key => replicaId is null || key.ReplicaId == replicaId)
        .Select(key => key.Status);

    public IEnumerable<(double Seconds, double Weight)> Latencies() =>
        _buckets.SelectMany(bucket => bucket.Latencies.Select(seconds => (seconds, bucket.Weight)));

    /// <summary>How busy a replica is, 0 to 1: a few requests at once take much of it, more take ever less.</summary>
    public double Use(EndpointLife life)
    {
        int ready = life.Runs.Count(run => ReplicaStage.At(run, End) == ReplicaStage.Running);
        double load = Pending / (double)Math.Max(1, ready);
        return load / (load + 4);
    }

    private static double? Ratio(double sum, int count) => count == 0 ? null : sum / count;
}

/// <summary>The time a metrics request asks about, and the steps its points are apart.</summary>
internal sealed record MetricsWindow(DateTimeOffset Start, DateTimeOffset Stop, TimeSpan Step, string? ReplicaId)
{
    private const int MaxPoints = 120;
    private static readonly int[] s_steps = [10, 30, 60, 300, 900, 3600, 21_600, 86_400];
    private static readonly Shape s_shape = new ObjectShape().Required(Shape.Text, "start", "stop").Maybe(Shape.Text, "replicaId");

    public static async Task<MetricsWindow> ReadAsync(HttpRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request, s_shape);
        DateTimeOffset start = Time(body, "start");
        DateTimeOffset stop = Time(body, "stop");
        Refuse.If(stop < start, () => ServiceException.BadRequest("stop must not be before start"));
        double seconds = (stop - start).TotalSeconds;
        int step = s_steps.FirstOrDefault(candidate => seconds / candidate <= MaxPoints);
        step = step == 0 ? (int)Math.Ceiling(seconds / MaxPoints) : step;
        return new MetricsWindow(start, stop, TimeSpan.FromSeconds(step), body["replicaId"]?.GetValue<string>());
    }

    /// <summary>The beginnings of the steps that lie in the window and are not before or after the endpoint's life.</summary>
    public IEnumerable<DateTimeOffset> Points(DateTimeOffset created, DateTimeOffset now)
    {
        DateTimeOffset from = Start > created ? Start : created;
        DateTimeOffset last = Stop < now ? Stop : now;
        for (long ticks = from.UtcTicks - (from.UtcTicks % Step.Ticks); ticks <= last.UtcTicks; ticks += Step.Ticks)
        {
            yield return new DateTimeOffset(ticks, TimeSpan.Zero);
        }
    }

    /// <summary>An answer that says which time it is about, and has other parts besides.</summary>
    public Dictionary<string, object?> With(params (string Name, object? Value)[] parts) => new(
    [
        new("start", EmulatorClock.Format(Start)), new("stop", EmulatorClock.Format(Stop)),
        new("timeWindowSeconds", (int)Step.TotalSeconds), .. parts.Select(part => KeyValuePair.Create(part.Name, part.Value)),
    ]);

    private static DateTimeOffset Time(JsonObject body, string name)
    {
        string text = body[name]!.GetValue<string>();
        return Rfc3339.TryParse(text, out DateTimeOffset time)
            ? time
            : throw PlainTextException.Unprocessable($"{name}: input contains invalid characters");
    }
}
