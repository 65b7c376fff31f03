namespace HfEndpoints.Client.Batches;

/// <summary>Decides what follows a failure.</summary>
internal static class FailureRule
{
    private const int MaxRetriesOfErrors = 2;

    /// <param name="exception">The failure.</param>
    public static Verdict Judge(HfException exception)
    {
        if (RetryAfterOf(exception) > RetryPipeline.MaxServerDelay)
        {
            return Verdict.End;
        }

        return exception switch
        {
            { Kind: HfErrorKind.EndpointNotRunning, InnerException: HfException { StatusCode: not null } } => Verdict.Down,
            {
                Kind: HfErrorKind.EndpointNotRunning or HfErrorKind.EndpointFailed or HfErrorKind.EndpointNotFound
                    or HfErrorKind.TokenNotSet or HfErrorKind.Unauthorized or HfErrorKind.Forbidden
                    or HfErrorKind.UntrustedAddress or HfErrorKind.Offline
            } => Verdict.End,
            {
                // So it is when the endpoint has another engine now, or something else answers in its place.
                Kind: HfErrorKind.NotFound or HfErrorKind.ModelNotFound or HfErrorKind.ChatTemplateMissing
                    or HfErrorKind.NotSupported or HfErrorKind.InvalidResponse
            } => Verdict.Unsure,
            { Kind: HfErrorKind.RateLimited } => Verdict.Refused,
            _ => exception.IsTransient ? Verdict.Retry : Verdict.Fail,
        };
    }

    /// <summary>How often a job may fail like this before it counts as failed.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="maxRetries">The maximum number of retries.</param>
    /// <param name="isAlone">Whether the server answers nearly all other jobs.</param>
    public static int RetriesOf(HfException exception, int maxRetries, bool isAlone) =>
        // A server that fails only for this job will fail at each attempt.
        exception.StatusCode == HttpStatusCode.InternalServerError && isAlone ? Math.Min(maxRetries, MaxRetriesOfErrors) : maxRetries;

    /// <summary>How long the server asks to wait.</summary>
    public static TimeSpan? RetryAfterOf(HfException exception) =>
        exception.RetryAfter ?? (exception.InnerException as HfException)?.RetryAfter;
}

/// <summary>What follows a failure, for its job and for the batch.</summary>
internal enum Verdict
{
    /// <summary>The job fails; the rest continues.</summary>
    Fail,

    /// <summary>It is transient: the job is sent again.</summary>
    Retry,

    /// <summary>
    /// It is not known whether only this job or all are affected. The job is sent again once another, sent later, is answered, and
    /// a second such failure is final.
    /// </summary>
    Unsure,

    /// <summary>The server is full: fewer requests are sent, and the job is sent again.</summary>
    Refused,

    /// <summary>The endpoint is not up: one request waits for it, and the job is sent again.</summary>
    Down,

    /// <summary>It affects every job: the batch ends.</summary>
    End,
}
