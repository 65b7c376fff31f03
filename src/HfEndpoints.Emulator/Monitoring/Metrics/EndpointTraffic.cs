namespace HfEndpoints.Emulator;

/// <summary>The load an endpoint had, in buckets of a few seconds; the oldest are forgotten. Used under the store's lock.</summary>
internal sealed class EndpointTraffic
{
    private const int MaxBuckets = 4000;
    private const int Slack = 400;
    private const int MaxRecent = 1000;
    private static readonly TimeSpan s_bucket = TimeSpan.FromSeconds(10);
    private readonly List<TrafficBucket> _buckets = [];
    private readonly Dictionary<(string ReplicaId, int Status), long> _totals = [];
    private readonly Queue<double> _recent = new();
    private int _pending;
    private int _turn;
    public IReadOnlyList<TrafficBucket> Buckets => _buckets;

    /// <summary>Requests since the endpoint was created.</summary>
    public IReadOnlyDictionary<(string ReplicaId, int Status), long> Totals => _totals;
    public double TotalSeconds { get; private set; }

    /// <summary>The latest latencies, in seconds.</summary>
    public IEnumerable<double> Recent => _recent;

    public void Begin(DateTimeOffset now)
    {
        TrafficBucket bucket = BucketAt(now);
        bucket.SetPending(++_pending);
    }

    public void End(DateTimeOffset now, TrafficSample sample, int status)
    {
        TrafficBucket bucket = BucketAt(now);
        bucket.Add(sample, status);
        bucket.SetPending(--_pending);
        (string, int) key = (sample.ReplicaId ?? "", status);
        _totals[key] = _totals.GetValueOrDefault(key) + 1;
        TotalSeconds += sample.Elapsed.TotalSeconds;
        _recent.Enqueue(sample.Elapsed.TotalSeconds);
        if (_recent.Count > MaxRecent)
        {
            _recent.Dequeue();
        }
    }

    /// <summary>The replica whose turn it is.</summary>
    public string? NextReplica(EndpointLife life, DateTimeOffset now)
    {
        ReplicaRun[] ready = [.. life.Runs.Where(run => run.IsReady(now))];
        return ready.Length == 0 ? null : ready[_turn++ % ready.Length].Id;
    }

    private TrafficBucket BucketAt(DateTimeOffset now)
    {
        DateTimeOffset start = new(now.UtcTicks - (now.UtcTicks % s_bucket.Ticks), TimeSpan.Zero);
        if (_buckets.Count == 0 || _buckets[^1].Start < start)
        {
            _buckets.Add(new TrafficBucket(start, _pending));
            if (_buckets.Count > MaxBuckets + Slack)
            {
                _buckets.RemoveRange(0, Slack);
            }
        }

        return _buckets[^1];
    }
}
