namespace HfEndpoints;

/// <summary>What a batch has done.</summary>
public sealed class HfBatchResult
{
    /// <summary>The file of the jobs; null if they were piped.</summary>
    public string? Path { get; init; }

    /// <summary>The file of the answers.</summary>
    public required string OutPath { get; init; }

    /// <summary>The file of the failed jobs; null if they are among the answers.</summary>
    public string? ErrorPath { get; init; }

    /// <summary>How many jobs there are.</summary>
    public long Total { get; init; }

    /// <summary>Jobs answered in this run.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed in this run.</summary>
    public long Failed { get; init; }

    /// <summary>Jobs that an earlier run had done.</summary>
    public long Skipped { get; init; }

    /// <summary>How long this run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Jobs done per second in this run.</summary>
    public double JobsPerSecond { get; init; }

    /// <summary>Tokens per second in this run, as far as the server tells of tokens; else 0.</summary>
    public double TokensPerSecond { get; init; }

    /// <summary>How many requests the endpoint was found to take at once, in the end.</summary>
    public int Concurrency { get; init; }

    /// <summary>The most requests that were under way at once.</summary>
    public int HighestConcurrency { get; init; }

    /// <summary>Requests that the endpoint refused for want of room; their jobs were sent again.</summary>
    public long Refusals { get; init; }

    /// <summary>Requests sent again, after a refusal or another failure that passed.</summary>
    public long Retries { get; init; }

    /// <summary>What the endpoint cost in this time, in USD; null if its price is not known.</summary>
    public decimal? EstimatedCost { get; init; }
}
