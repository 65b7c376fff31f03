namespace HfEndpoints.Client.Batches;

/// <summary>The answers of requests that were sent since the limit was last changed.</summary>
internal sealed class LatencyWindow
{
    private double _sum;

    /// <summary>The clock's timestamp of its beginning.</summary>
    public long Since { get; private set; }

    public int Count { get; private set; }

    /// <summary>The number of requests that failed meanwhile.</summary>
    public int Failures { get; set; }

    /// <summary>The mean latency, in seconds.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>Whether the limit was reached; otherwise the window says nothing about the limit.</summary>
    public bool IsFull { get; set; }

    public void Add(TimeSpan latency)
    {
        Count++;
        _sum += latency.TotalSeconds;
    }

    public void Reset(long now)
    {
        (Since, Count, Failures, _sum, IsFull) = (now, 0, 0, 0, false);
    }
}
