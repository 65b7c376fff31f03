namespace HfEndpoints.Emulator;

/// <summary>What is measured of one request to a deployed endpoint.</summary>
internal sealed class TrafficSample(EmulatorClock clock)
{
    private readonly long _start = clock.Mark();
    private int _chunks;
    private TimeSpan? _elapsed;

    /// <summary>The replica that answers; null while the request has not come through to one.</summary>
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
