using System.Globalization;
using System.Net;
using Polly;
using Polly.Retry;

namespace HfEndpoints.Client;

/// <summary>
/// The retry policy: transient failures, jittered delays that double, and Retry-After first. A server that asks for a
/// longer wait than <see cref="MaxServerDelay"/>, or than the time left, is reported instead.
/// </summary>
internal static class RetryPipeline
{
    /// <summary>The longest wait a server may ask for; the hub's windows are five minutes.</summary>
    public static TimeSpan MaxServerDelay { get; } = TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1);

    /// <summary>Sends a request and retries it as its rule allows, until it is answered or its time is up.</summary>
    public static async Task<HttpResponseMessage> RunAsync(
        HfClientOptions options,
        HfRequest request,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        if (options.MaxRetries == 0 || request.Retry == RetryRule.Never)
        {
            return await send(cancellationToken).ConfigureAwait(false);
        }

        if (request.TotalTimeout is not { } total || total <= TimeSpan.Zero)
        {
            return await Build(options, request).ExecuteAsync(Send, cancellationToken).ConfigureAwait(false);
        }

        using var timer = new CancellationTokenSource(total, options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await Build(options, request).ExecuteAsync(Send, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw RequestFailure.TimedOut(request, total);
        }

        async ValueTask<HttpResponseMessage> Send(CancellationToken token) => await send(token).ConfigureAwait(false);
    }

    private static ResiliencePipeline<HttpResponseMessage> Build(HfClientOptions options, HfRequest request)
    {
        long begun = options.TimeProvider.GetTimestamp();
        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = TimeSpan.Zero,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is HfException failure
                    && Allows(request.Retry, failure)
                    && !(failure.RetryAfter > MaxServerDelay)
                    && !(failure.RetryAfter > request.TotalTimeout - options.TimeProvider.GetElapsedTime(begun))),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Backoff.Pause(
                    options.RetryDelay, arguments.AttemptNumber, (arguments.Outcome.Exception as HfException)?.RetryAfter)),
                OnRetry = arguments =>
                {
                    options.Log?.Invoke(Announce(request, arguments, options.MaxRetries));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    private static bool Allows(RetryRule rule, HfException failure) => failure.IsTransient && failure switch
    {
        { Kind: HfErrorKind.RateLimited } => true,
        { StatusCode: HttpStatusCode.ServiceUnavailable } => rule is RetryRule.Repeatable or RetryRule.AnswersOnly,
        { StatusCode: HttpStatusCode.InternalServerError } when rule == RetryRule.Divisible => false,
        { StatusCode: not null } => rule != RetryRule.OnlyIfNotSent,
        _ when rule == RetryRule.OnlyIfNotSent => failure.WasNotSent,
        _ => rule != RetryRule.AnswersOnly,
    };

    private static string Announce(
        HfRequest request, OnRetryArguments<HttpResponseMessage> arguments, int maxRetries)
    {
        var failure = (HfException)arguments.Outcome.Exception!;
        string why = failure.StatusCode is { } status
            ? string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}")
            : (failure.InnerException ?? failure).Message.TrimEnd('.');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Could not {request.Action} ({why}). Trying again in {arguments.RetryDelay.TotalSeconds:0.0} s, "
            + $"{arguments.AttemptNumber + 1} of {maxRetries}.");
    }
}
