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
