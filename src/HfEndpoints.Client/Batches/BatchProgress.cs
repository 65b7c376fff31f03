namespace HfEndpoints.Client.Batches;

/// <summary>The progress of a batch.</summary>
public sealed record BatchProgress
{
    /// <summary>The number of jobs; null if it is not known or not yet counted.</summary>
    public long? Total { get; init; }

    /// <summary>Jobs answered in this run.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed in this run.</summary>
    public long Failed { get; init; }

    /// <summary>Jobs already done by an earlier run.</summary>
    public long Skipped { get; init; }

    /// <summary>Requests that were retried.</summary>
    public long Retries { get; init; }

    /// <summary>Requests that an endpoint refused because it was full.</summary>
    public long Refusals { get; init; }

    /// <summary>The number of concurrent requests that the endpoints accept, as found so far.</summary>
    public int Concurrency { get; init; }

    /// <summary>The highest number of concurrent requests.</summary>
    public int HighestConcurrency { get; init; }

    /// <summary>Tokens generated or read in this run, if the server reports them.</summary>
    public long Tokens { get; init; }

    /// <summary>The duration of this run.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The recent rate, in jobs per second.</summary>
    public double JobsPerSecond { get; init; }

    /// <summary>The cost of the endpoints in this time, in USD; null if no price is known.</summary>
    public decimal? UsdSoFar { get; init; }

    /// <summary>The time spent waiting for an endpoint to start; null while one is up.</summary>
    public TimeSpan? Starting { get; init; }

    /// <summary>All jobs done so far, in this run or before.</summary>
    public long Done => Succeeded + Failed + Skipped;

    /// <summary>The estimated time left; null if it is not known.</summary>
    public TimeSpan? TimeLeft => Total is { } total && JobsPerSecond > 0 && (total - Done) / JobsPerSecond < 1e8
        ? TimeSpan.FromSeconds(Math.Max(0, total - Done) / JobsPerSecond)
        : null;
}

/// <summary>The plan of a batch.</summary>
/// <param name="Total">The number of jobs.</param>
/// <param name="Done">The jobs already done by an earlier run.</param>
/// <param name="Invalid">The jobs that can't be sent, because their lines are not valid or their ids are duplicates.</param>
public sealed record BatchPlan(long Total, long Done, long Invalid)
{
    /// <summary>The number of jobs that would be sent.</summary>
    public long Pending => Total - Done - Invalid;
}
