namespace HfEndpoints.Client.Inference;

/// <summary>A load: so many requests at once, or so many per second.</summary>
internal readonly record struct LoadLevel(int? Concurrency, double? Rate);

/// <summary>Sends a request and waits for its answer.</summary>
/// <param name="number">Which request of the test; below 0 during the warm-up.</param>
/// <param name="timing">Receives the pieces of the answer.</param>
/// <param name="cancellationToken">Cancels the request.</param>
internal delegate Task LoadRequest(int number, RequestTiming timing, CancellationToken cancellationToken);

/// <summary>How to load an endpoint.</summary>
internal sealed record LoadOptions
{
    /// <summary>The name of the endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The loads, a stage each. With <see cref="IsAuto"/> the first of them.</summary>
    public required IReadOnlyList<LoadLevel> Levels { get; init; }

    /// <summary>Whether to double the concurrency until the goodput no longer rises.</summary>
    public bool IsAuto { get; init; }

    /// <summary>For how long requests are sent in each stage; null if only their number counts.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How many requests are sent in each stage, at least its concurrency; null if only the time counts.</summary>
    public int? Count { get; init; }

    /// <summary>How many requests are sent, one after the other, before anything is measured.</summary>
    public int WarmUp { get; init; }

    /// <summary>An answer that begins later is not a good one.</summary>
    public TimeSpan? MaxTimeToFirstToken { get; init; }

    /// <summary>An answer whose pieces are on average further apart is not a good one.</summary>
    public TimeSpan? MaxInterTokenLatency { get; init; }

    /// <summary>The cost of the endpoint; null if it is not known.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>Called when a stage begins, on any thread.</summary>
    public Action<int, LoadLevel>? Progress { get; init; }
}
