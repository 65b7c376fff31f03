namespace HfEndpoints.Client.Batches;

/// <summary>How far a batch is.</summary>
public sealed record BatchProgress
{
    /// <summary>The jobs there are; null if that is not known, or not yet.</summary>
    public long? Total { get; init; }

    /// <summary>Jobs answered in this run.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed in this run.</summary>
    public long Failed { get; init; }

    /// <summary>Jobs that an earlier run had done.</summary>
    public long Skipped { get; init; }

    /// <summary>Requests sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Requests that the endpoint refused for want of room.</summary>
    public long Refusals { get; init; }

    /// <summary>How many requests are under way at most, as found so far.</summary>
    public int Concurrency { get; init; }

    /// <summary>The most requests that were under way at once.</summary>
    public int HighestConcurrency { get; init; }

    /// <summary>Tokens generated or read in this run, as far as the server tells.</summary>
    public long Tokens { get; init; }

    /// <summary>How long this run has taken.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Jobs done per second, lately.</summary>
    public double JobsPerSecond { get; init; }

    /// <summary>What the endpoint has cost in this time, in USD; null if its price is not known.</summary>
    public decimal? UsdSoFar { get; init; }

    /// <summary>How long an endpoint that is not up has been waited for; null while it is up.</summary>
    public TimeSpan? Starting { get; init; }

    /// <summary>All jobs done so far, in this run or before.</summary>
    public long Done => Succeeded + Failed + Skipped;

    /// <summary>How long it will take yet at this rate; null if that is not known.</summary>
    public TimeSpan? TimeLeft => Total is { } total && JobsPerSecond > 0 && (total - Done) / JobsPerSecond < 1e8
        ? TimeSpan.FromSeconds(Math.Max(0, total - Done) / JobsPerSecond)
        : null;
}

/// <summary>What a batch would do.</summary>
/// <param name="Total">The jobs there are.</param>
/// <param name="Done">Those that an earlier run has done.</param>
/// <param name="Invalid">Those that can't be sent: their lines can't be read, or their ids come twice.</param>
public sealed record BatchPlan(long Total, long Done, long Invalid)
{
    /// <summary>The jobs that would be sent.</summary>
    public long Pending => Total - Done - Invalid;
}

/// <summary>What a batch has done.</summary>
/// <param name="Last">How it stood at its end.</param>
/// <param name="FailedBefore">The jobs among the skipped ones that had failed in an earlier run.</param>
/// <param name="Unknown">The jobs in the output that are not in the input.</param>
public sealed record BatchResult(BatchProgress Last, long FailedBefore, long Unknown);
