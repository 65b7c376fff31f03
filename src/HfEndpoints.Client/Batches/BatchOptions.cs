namespace HfEndpoints.Client.Batches;

/// <summary>The options of a batch.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// The task of the endpoint: <c>text-generation</c>, <c>chat</c>, <c>feature-extraction</c> or any other task. A job of
    /// messages is always chat.
    /// </summary>
    public string Task { get; init; } = "text-generation";

    /// <summary>Parameters for every job; null for none. A job's own parameters take precedence.</summary>
    public JsonText? Parameters { get; init; }

    /// <summary>
    /// The maximum number of concurrent jobs on each endpoint. The batch finds out how many of them it accepts. Default: 256.
    /// </summary>
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>How often a job is retried after a transient failure. Default: 8.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>The delay before a job's first retry. It doubles each time, up to 8 seconds. Default: 0.25 seconds.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait for an endpoint that starts or wakes; zero ends the batch at once. Default: 10 minutes.</summary>
    public TimeSpan ColdStartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one answer to a job may take; null uses the client's time for inference, 15 minutes by default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether to retry jobs that failed in an earlier run.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>The part of the jobs that is sent; null sends all.</summary>
    public HfBatchShard? Shard { get; init; }

    /// <summary>The file for failed jobs; null writes them to the output.</summary>
    public string? ErrorPath { get; init; }

    /// <summary>Called with the progress a few times a second, on any thread.</summary>
    public Action<BatchProgress>? Progress { get; init; }

    /// <summary>
    /// Called with a sentence if an endpoint can't answer any more and the others take its jobs, on any thread. If there is no other,
    /// the batch ends with an exception instead.
    /// </summary>
    public Action<string>? Trouble { get; init; }
}
