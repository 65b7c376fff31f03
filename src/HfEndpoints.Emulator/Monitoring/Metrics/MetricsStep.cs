namespace HfEndpoints.Emulator;

/// <summary>What happened between two points of a graph.</summary>
internal sealed class MetricsStep
{
    private readonly IReadOnlyList<TrafficBucket> _buckets;

    private MetricsStep(DateTimeOffset start, DateTimeOffset end, IReadOnlyList<TrafficBucket> buckets, int pendingBefore)
    {
        Start = start;
        End = end;
        _buckets = buckets;
        Pending = buckets.Select(bucket => bucket.MostPending).DefaultIfEmpty(pendingBefore).Max();
    }

    public DateTimeOffset Start { get; }

    /// <summary>The end of the step, or now when that is sooner.</summary>
    public DateTimeOffset End { get; }

    /// <summary>The most requests under way at once.</summary>
    public int Pending { get; }
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
