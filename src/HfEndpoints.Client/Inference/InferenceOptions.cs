namespace HfEndpoints.Client.Inference;

/// <summary>The time-outs of a call to an endpoint, and its progress.</summary>
public sealed record InferenceOptions
{
    /// <summary>How long to wait for an endpoint that starts or wakes; zero fails at once. Default: 10 minutes.</summary>
    public TimeSpan ColdStartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an answer may take, including retries but not the start of the endpoint; null uses the client's
    /// <see cref="HfClientOptions.InferenceTimeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How long a stream may be silent, zero for no limit; null uses the client's <see cref="HfClientOptions.IdleTimeout"/>.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Called each second with the time waited for the endpoint so far, on any thread.</summary>
    public Action<TimeSpan>? ColdStartProgress { get; init; }

    /// <summary>Called when the wait for the endpoint has ended, on any thread. Not called for an endpoint that was there.</summary>
    public Action? ColdStartEnded { get; init; }

    /// <summary>Called with warnings about a successful answer, on any thread.</summary>
    public Action<string>? Warning { get; init; }

    /// <summary>Called if the server does not stream an answer that was to be streamed, on any thread.</summary>
    internal Action? AnsweredWhole { get; init; }
}
