using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Batches;

/// <summary>How a batch is to be run.</summary>
public sealed record BatchOptions
{
    /// <summary>
    /// What the endpoint does: <c>text-generation</c>, <c>chat</c>, <c>feature-extraction</c> or any other task. A job of
    /// messages is always chat.
    /// </summary>
    public string Task { get; init; } = "text-generation";

    /// <summary>Parameters of every job; a job's own come first. Null: none.</summary>
    public JsonObject? Parameters { get; init; }

    /// <summary>The most jobs at once; how many of them the endpoint takes is found out. Default: 256.</summary>
    public int ThrottleLimit { get; init; } = 256;

    /// <summary>How often a job is sent again after a failure that may pass. Default: 8.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>The delay before a job's first repetition; it doubles each time, up to 8 seconds. Default: 0.25 seconds.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait for an endpoint that starts or wakes; zero ends the batch at once. Default: 10 minutes.</summary>
    public TimeSpan ColdStartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether jobs that failed in an earlier run are sent again.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Where failed jobs are written; null writes them to the output among the others.</summary>
    public string? ErrorPath { get; init; }

    /// <summary>What the endpoint costs per hour, in USD; null if that is not known.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>Told how far the batch is, a few times a second. Called on any thread.</summary>
    public Action<BatchProgress>? Progress { get; init; }
}
