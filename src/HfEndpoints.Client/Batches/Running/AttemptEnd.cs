namespace HfEndpoints.Client.Batches;

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
