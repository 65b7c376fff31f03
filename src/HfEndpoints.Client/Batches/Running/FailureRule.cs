using System.Net;

namespace HfEndpoints.Client.Batches;

/// <summary>Tells what a failure means.</summary>
internal static class FailureRule
{
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
            { Kind: HfErrorKind.ServiceUnavailable or HfErrorKind.ConnectionFailed or HfErrorKind.RequestTimeout } =>
                Verdict.Retry,
            _ => Verdict.Fail,
        };
    }

    /// <summary>How long the server asks to wait.</summary>
    public static TimeSpan? RetryAfterOf(HfException exception) =>
        exception.RetryAfter ?? (exception.InnerException as HfException)?.RetryAfter;
}
