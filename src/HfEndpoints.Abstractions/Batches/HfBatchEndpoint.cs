namespace HfEndpoints;

/// <summary>What one endpoint did in a batch.</summary>
public sealed record HfBatchEndpoint
{
    /// <summary>The endpoint's name, preceded by its namespace if another one has that name; the address, if that was given.</summary>
    public required string Name { get; init; }

    /// <summary>Jobs that it answered.</summary>
    public long Succeeded { get; init; }

    /// <summary>Jobs that failed at it.</summary>
    public long Failed { get; init; }

    /// <summary>How long it was in use: to the end of the batch, or until it could not answer any more.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Jobs done per second in this time.</summary>
    public double JobsPerSecond { get; init; }

    /// <summary>Tokens generated or read; 0 if the server does not report them.</summary>
    public long Tokens { get; init; }

    /// <summary>The number of concurrent requests that it accepted in the end; 0 if it was sent none.</summary>
    public int Concurrency { get; init; }

    /// <summary>The highest number of concurrent requests.</summary>
    public int HighestConcurrency { get; init; }

    /// <summary>Requests that it refused because it was full. Their jobs were sent again.</summary>
    public long Refusals { get; init; }

    /// <summary>Requests for jobs that had failed or were refused before, at this endpoint or at another.</summary>
    public long Retries { get; init; }

    /// <summary>Its cost in this time, in USD; null if its price is not known.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>Why it took no further jobs, or none at all; null if it worked to the end.</summary>
    public string? Message { get; init; }

    /// <summary>Returns the name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
