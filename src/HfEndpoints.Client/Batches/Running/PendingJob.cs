namespace HfEndpoints.Client.Batches;

/// <summary>A job in progress.</summary>
internal sealed class PendingJob(BatchJob job)
{
    public BatchJob Job => job;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>
    /// How often it failed by its own fault. A refusal by a full server does not count while others are answered.
    /// </summary>
    public int Failures { get; set; }

    /// <summary>The clock's timestamp when it was first sent.</summary>
    public long FirstSentAt { get; set; }

    /// <summary>The request under way.</summary>
    public RequestTicket Ticket { get; set; }

    /// <summary>The work under way.</summary>
    public Task Task { get; set; } = Task.CompletedTask;
}

/// <summary>How a request for a job ended.</summary>
/// <param name="Job">The job.</param>
/// <param name="Line">Its line of the output; null if it failed.</param>
/// <param name="Tokens">The number of tokens.</param>
/// <param name="Error">Why it failed; null if it was answered or stopped.</param>
internal sealed record AttemptEnd(PendingJob Job, byte[]? Line, long Tokens, HfException? Error)
{
    /// <summary>An unexpected exception.</summary>
    public Exception? Unexpected { get; init; }
}
