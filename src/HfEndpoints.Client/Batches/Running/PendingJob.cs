namespace HfEndpoints.Client.Batches;

/// <summary>A job on its way.</summary>
internal sealed class PendingJob(BatchJob job)
{
    public BatchJob Job => job;

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    /// <summary>
    /// How often that counts against it. A refusal for want of room is no fault of the job while others are answered.
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
/// <param name="Line">Its line of the output; null where it failed.</param>
/// <param name="Tokens">How many tokens it took.</param>
/// <param name="Error">Why it failed; null where it was answered or stopped.</param>
internal sealed record AttemptEnd(PendingJob Job, byte[]? Line, long Tokens, HfException? Error)
{
    /// <summary>What nobody reckoned with.</summary>
    public Exception? Unexpected { get; init; }
}
