namespace HfEndpoints.Client.Inference;

/// <summary>When the pieces of one answer arrived. A request counts from when it was due, also if it was sent later.</summary>
/// <param name="clock">The clock.</param>
/// <param name="due">The clock's timestamp when the request was due.</param>
internal sealed class RequestTiming(TimeProvider clock, long due)
{
    private readonly List<long> _pieces = [];

    /// <summary>The tokens of the prompt, if the server counts them.</summary>
    public int? InputTokens { get; set; }

    /// <summary>The tokens of the answer, if the server counts them.</summary>
    public int? OutputTokens { get; set; }

    /// <summary>The clock's timestamps of the pieces.</summary>
    public IReadOnlyList<long> Pieces => _pieces;

    /// <summary>Whether the server sent the answer as one, so that its time says nothing about the first token.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether the answer came piece by piece.</summary>
    public bool IsStreamed => !IsWhole && _pieces.Count > 0;

    /// <summary>The clock's timestamp at the end of the answer.</summary>
    public long EndedAt { get; private set; }

    /// <summary>From when it was due to the end of the answer.</summary>
    public TimeSpan Latency => clock.GetElapsedTime(due, EndedAt);

    /// <summary>From when it was due to the first piece.</summary>
    public TimeSpan TimeToFirstToken => clock.GetElapsedTime(due, _pieces[0]);

    /// <summary>From each piece to the next.</summary>
    public IEnumerable<TimeSpan> Gaps => _pieces.Zip(_pieces.Skip(1), clock.GetElapsedTime);

    /// <summary>The mean of the gaps; null if there is none.</summary>
    public TimeSpan? MeanGap => _pieces.Count > 1 ? clock.GetElapsedTime(_pieces[0], _pieces[^1]) / (_pieces.Count - 1) : null;

    /// <summary>Records that a piece has arrived.</summary>
    public void Piece() => _pieces.Add(clock.GetTimestamp());

    /// <summary>Records that the answer has ended.</summary>
    public void End() => EndedAt = clock.GetTimestamp();
}
