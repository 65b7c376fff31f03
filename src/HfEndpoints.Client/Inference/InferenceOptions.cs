namespace HfEndpoints.Client.Inference;

/// <summary>How patient to be with an endpoint.</summary>
public sealed record InferenceOptions
{
    /// <summary>
    /// How long to wait for an endpoint that starts or wakes; zero fails at once. Default: 10 minutes.
    /// </summary>
    public TimeSpan ColdStartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an answer may take, its repetitions included and the start of the endpoint left out; null takes the client's
    /// <see cref="HfClientOptions.InferenceTimeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long a stream may be silent, zero forever; null takes the client's <see cref="HfClientOptions.IdleTimeout"/>.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Told, again and again, how long the endpoint has been waited for. Called on any thread.</summary>
    public Action<TimeSpan>? ColdStartProgress { get; init; }

    /// <summary>Told what the caller should know of an answer that is given nevertheless. Called on any thread.</summary>
    public Action<string>? Warning { get; init; }
}
