namespace HfEndpoints;

/// <summary>The result of a batch.</summary>
public sealed record HfBatchResult
{
    /// <summary>The file of the jobs; null if they were piped.</summary>
    public string? Path { get; init; }

    /// <summary>The file of the answers.</summary>
    public required string OutPath { get; init; }

    /// <summary>The file of the failed jobs; null if they are among the answers.</summary>
    public string? ErrorPath { get; init; }

    /// <summary>The part of the jobs that was sent; null if all were. The counts are those of this part.</summary>
    public HfBatchShard? Shard { get; init; }

    /// <summary>How many jobs there are.</summary>
    public long Total { get; init; }

    /// <summary>Jobs answered in this run.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed in this run.</summary>
    public long Failed { get; init; }

    /// <summary>Jobs already done by an earlier run.</summary>
    public long Skipped { get; init; }

    /// <summary>The skipped jobs that failed in an earlier run.</summary>
    public long FailedBefore { get; init; }

    /// <summary>The jobs in the output that are not in the input.</summary>
    public long Unknown { get; init; }

    /// <summary>How long this run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Jobs done per second in this run.</summary>
    public double JobsPerSecond { get; init; }

    /// <summary>Tokens generated or read in this run; 0 if the server does not report them.</summary>
    public long Tokens { get; init; }

    /// <summary>Tokens per second in this run; 0 if the server does not report tokens.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>The number of concurrent requests that the endpoints accepted in the end.</summary>
    public int Concurrency { get; init; }

    /// <summary>The highest number of concurrent requests.</summary>
    public int HighestConcurrency { get; init; }

    /// <summary>Requests that an endpoint refused because it was full. Their jobs were sent again.</summary>
    public long Refusals { get; init; }

    /// <summary>Requests that were retried after a refusal or another transient failure.</summary>
    public long Retries { get; init; }

    /// <summary>The cost of the endpoints in this time, in USD; null if no price is known.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>What each endpoint did; empty if none was needed.</summary>
    public HfList<HfBatchEndpoint> Endpoints { get; init; } = [];

    /// <summary>Returns the numbers of jobs.</summary>
    /// <returns>A text such as <c>200 succeeded, 0 failed, 10 skipped</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Succeeded} succeeded, {Failed} failed, {Skipped} skipped");
}
