using System.Globalization;
using System.Net;
using Polly;
using Polly.Retry;

namespace HfEndpoints.Client;

/// <summary>
/// The one policy of repetition: statuses and failures that may pass, jittered delays that double, and what the server
/// asks for first. A server that asks for more patience than <see cref="MaxServerDelay"/> is reported instead.
/// </summary>
internal static class RetryPipeline
{
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(8);

    /// <summary>The longest wait a server may ask for; the hub's windows are five minutes.</summary>
    public static TimeSpan MaxServerDelay { get; } = TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1);

    public static ResiliencePipeline<HttpResponseMessage> Build(HfClientOptions options, HfRequest request)
    {
        if (options.MaxRetries == 0 || request.Retry == RetryRule.Never)
        {
            return ResiliencePipeline<HttpResponseMessage>.Empty;
        }

        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = s_maxDelay,
                ShouldHandle = async arguments => MayPass(request.Retry, arguments.Outcome, options.TimeProvider)
                    && !(arguments.Outcome.Result is { } response
                        && await RequestFaults.IsOneAsync(response, options.TimeProvider, arguments.Context.CancellationToken)
                            .ConfigureAwait(false)),
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { } response
                        ? RetryAfter.Read(response.Headers, options.TimeProvider)
                        : null),
                OnRetry = arguments =>
                {
                    options.Log?.Invoke(Announce(request, arguments, options.MaxRetries));
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    private static bool MayPass(RetryRule rule, Outcome<HttpResponseMessage> outcome, TimeProvider timeProvider)
    {
        if (outcome.Exception is { } exception)
        {
            return rule != RetryRule.AnswersOnly && exception switch
            {
                HfException { Kind: HfErrorKind.ConnectionFailed, InnerException: { } cause } =>
                    rule != RetryRule.OnlyIfNotSent || WasNotSent(cause),
                HfException { Kind: HfErrorKind.RequestTimeout } => rule != RetryRule.OnlyIfNotSent,
                _ => false,
            };
        }

        HttpResponseMessage response = outcome.Result!;
        if (RetryAfter.Read(response.Headers, timeProvider) > MaxServerDelay)
        {
            return false;
        }

        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => true,
            HttpStatusCode.ServiceUnavailable => rule is RetryRule.Repeatable or RetryRule.AnswersOnly,
            HttpStatusCode.RequestTimeout
                or HttpStatusCode.InternalServerError
                or HttpStatusCode.BadGateway
                or HttpStatusCode.GatewayTimeout => rule != RetryRule.OnlyIfNotSent,
            _ => false,
        };
    }

    // A cancelled connect is the pool's own connect time-out.
    public static bool WasNotSent(Exception cause) => cause is OperationCanceledException or HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    private static string Announce(
        HfRequest request, OnRetryArguments<HttpResponseMessage> arguments, int maxRetries)
    {
        string why = arguments.Outcome.Result is { } response
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}")
            : (arguments.Outcome.Exception!.InnerException ?? arguments.Outcome.Exception).Message.TrimEnd('.');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Could not {request.Action} ({why}). Trying again in {arguments.RetryDelay.TotalSeconds:0.0} s, "
            + $"{arguments.AttemptNumber + 1} of {maxRetries}.");
    }
}
