namespace HfEndpoints.Emulator;

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
