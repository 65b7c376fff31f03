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

/// <summary>The requests that ended in a few seconds.</summary>
internal sealed class TrafficBucket(DateTimeOffset start, int pending)
{
    private const int MaxLatencies = 100;
    private readonly Dictionary<(string ReplicaId, int Status), int> _counts = [];
    private readonly List<double> _latencies = [];
    private int _requests;
    public DateTimeOffset Start { get; } = start;

    /// <summary>The most requests under way at once.</summary>
    public int MostPending { get; private set; } = pending;
    public int LastPending { get; private set; } = pending;
    public IReadOnlyDictionary<(string ReplicaId, int Status), int> Counts => _counts;

    /// <summary>Latencies in seconds; when there are many, a part of them.</summary>
    public IReadOnlyList<double> Latencies => _latencies;

    /// <summary>How many requests one of the latencies stands for.</summary>
    public double Weight => _latencies.Count == 0 ? 0 : (double)_requests / _latencies.Count;
    public double FirstByteSeconds { get; private set; }
    public int FirstBytes { get; private set; }
    public double ChunkSeconds { get; private set; }
    public int Chunks { get; private set; }

    public void SetPending(int pending)
    {
        MostPending = Math.Max(MostPending, pending);
        LastPending = pending;
    }

    public void Add(TrafficSample sample, int status)
    {
        (string, int) key = (sample.ReplicaId ?? "", status);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        _requests++;
        double seconds = sample.Elapsed.TotalSeconds;
        if (_latencies.Count < MaxLatencies)
        {
            _latencies.Add(seconds);
        }
        else if (_requests % (1 + (_requests / MaxLatencies)) == 0)
        {
            _latencies[_requests % MaxLatencies] = seconds;
        }

        if (status == StatusCodes.Status200OK && sample.FirstByte is TimeSpan first)
        {
            FirstByteSeconds += first.TotalSeconds;
            FirstBytes++;
            ChunkSeconds += sample.Chunks > 1 ? seconds - first.TotalSeconds : 0;
            Chunks += Math.Max(0, sample.Chunks - 1);
        }
    }
}

/// <summary>Counts and times the requests to deployed endpoints, and has the container write its line about each.</summary>
internal sealed class TrafficRecorder(EndpointStore store, EmulatorClock clock)
{
    public async Task ObserveAsync(HttpContext context, EndpointRecord record, string path, Func<TrafficSample, Task> work)
    {
        var sample = new TrafficSample(clock);
        context.Features.Set(sample);
        context.Response.OnStarting(() =>
        {
            sample.MarkFirstByte();
            return Task.CompletedTask;
        });
        store.Use(record, now =>
        {
            record.Traffic.Begin(now);
            return true;
        });
        int? status = null;
        try
        {
            await work(sample);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            status = AnswerMiddleware.StatusOf(exception);
            throw;
        }
        finally
        {
            sample.Finish();
            bool left = context.RequestAborted.IsCancellationRequested;
            Finish(
                record, sample, context.Request.Method, path, left ? StatusCodes.Status499ClientClosedRequest : status
                    ?? context.Response.StatusCode);
        }
    }

    private void Finish(EndpointRecord record, TrafficSample sample, string method, string path, int status) => store.Use(record, now =>
    {
        record.Traffic.End(now, sample, status);
        if (sample.ReplicaId is string replica
            && ServerLogs.For(record.Spec).Request(method, path, status, sample.Elapsed) is (string level, string text))
        {
            record.SettleLogs(now);
            record.Logs.Append(now, replica, level, ServerLogs.For(record.Spec).Format(now, level, text), null);
        }

        return true;
    });
}

/// <summary>What is measured of one request to a deployed endpoint.</summary>
internal sealed class TrafficSample(EmulatorClock clock)
{
    private readonly long _start = clock.Mark();
    private int _chunks;
    private TimeSpan? _elapsed;

    /// <summary>The replica that answers; null until the request has reached one.</summary>
    public string? ReplicaId { get; set; }

    /// <summary>How long the first byte took; null before it.</summary>
    public TimeSpan? FirstByte { get; private set; }

    /// <summary>How long the request has taken, until its end when it has ended.</summary>
    public TimeSpan Elapsed => _elapsed ?? clock.RealTimeSince(_start);

    /// <summary>The events of a streamed answer, which are its tokens; 0 when it did not stream.</summary>
    public int Chunks => _chunks;
    public void Finish() => _elapsed ??= Elapsed;
    public void MarkFirstByte() => FirstByte ??= Elapsed;
    public void CountChunk() => _chunks++;
}
