using System.Net;

namespace HfEndpoints.Client.Batches;

/// <summary>Tells what a failure means.</summary>
internal static class FailureRule
{
    private const int MaxRetriesOfErrors = 2;

    /// <param name="exception">The failure.</param>
    /// <param name="hasWaited">Whether the request has waited for the endpoint as long as it was allowed to.</param>
    public static Verdict Judge(HfException exception, bool hasWaited)
    {
        if (RetryAfterOf(exception) > RetryPipeline.MaxServerDelay)
        {
            return Verdict.End;
        }

        return exception switch
        {
            { Kind: HfErrorKind.EndpointNotRunning, InnerException: HfException { StatusCode: not null } } =>
                hasWaited ? Verdict.End : Verdict.Down,
            {
                Kind: HfErrorKind.EndpointNotRunning or HfErrorKind.EndpointFailed or HfErrorKind.EndpointNotFound
                    or HfErrorKind.TokenNotSet or HfErrorKind.Unauthorized or HfErrorKind.Forbidden
                    or HfErrorKind.UntrustedAddress or HfErrorKind.Offline
            } => Verdict.End,
            { Kind: HfErrorKind.NotFound or HfErrorKind.ModelNotFound or HfErrorKind.ChatTemplateMissing } => Verdict.Unsure,
            {
                StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
            } => Verdict.Refused,
            { Kind: HfErrorKind.RateLimited } => Verdict.Refused,
            _ => exception.IsTransient ? Verdict.Retry : Verdict.Fail,
        };
    }

    /// <summary>How often a job may fail so before it counts as failed.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="maxRetries">How often it may be sent again.</param>
    /// <param name="areOthersAnswered">Whether the server answered other jobs since this one was first sent.</param>
    public static int RetriesOf(HfException exception, int maxRetries, bool areOthersAnswered) =>
        // A server that fails at this job, and at no other, does so at each attempt.
        exception.StatusCode == HttpStatusCode.InternalServerError && areOthersAnswered
            ? Math.Min(maxRetries, MaxRetriesOfErrors)
            : maxRetries;

    /// <summary>How long the server asks to wait.</summary>
    public static TimeSpan? RetryAfterOf(HfException exception) =>
        exception.RetryAfter ?? (exception.InnerException as HfException)?.RetryAfter;
}

/// <summary>What a failure means for its job and for the batch.</summary>
internal enum Verdict
{
    /// <summary>The job fails; the rest goes on.</summary>
    Fail,

    /// <summary>It may pass: the job is sent again.</summary>
    Retry,

    /// <summary>
    /// It concerns this job or all of them: once another is answered, the job is sent again, and has failed the second time.
    /// </summary>
    Unsure,

    /// <summary>There was no room for it: less is sent, and the job again.</summary>
    Refused,

    /// <summary>The endpoint is not up: one request waits for it, and the job is sent again.</summary>
    Down,

    /// <summary>It concerns every job: the batch ends.</summary>
    End,
}
