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
        long begun = options.TimeProvider.GetTimestamp();
        HfException failure;
        try
        {
            return await send(cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (options.MaxRetries > 0 && MayRetry(options, request, begun, exception))
        {
            failure = exception;
        }

        // Most requests end above, and are spared the making of a pipeline and another timer.
        return await RetryAsync(options, request, begun, failure, send, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HttpResponseMessage> RetryAsync(
        HfClientOptions options,
        HfRequest request,
        long begun,
        HfException failure,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        HfException? first = failure;
        TimeSpan left = TimeLeft(options, request, begun) is not { } some ? Timeout.InfiniteTimeSpan
            : some > TimeSpan.Zero ? some
            : TimeSpan.Zero;
        using var timer = new CancellationTokenSource(left, options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await Build(options, request, begun).ExecuteAsync(SendAgainAsync, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw RequestFailure.TimedOut(request, request.TotalTimeout!.Value);
        }

        // The pipeline begins with the attempt that failed already.
        async ValueTask<HttpResponseMessage> SendAgainAsync(CancellationToken cancellationToken) =>
            Interlocked.Exchange(ref first, null) is { } known ? throw known : await send(cancellationToken).ConfigureAwait(false);
    }

    private static ResiliencePipeline<HttpResponseMessage> Build(HfClientOptions options, HfRequest request, long begun) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = TimeSpan.Zero,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is HfException failure && MayRetry(options, request, begun, failure)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Backoff.Pause(
                    options.RetryDelay, arguments.AttemptNumber, (arguments.Outcome.Exception as HfException)?.RetryAfter)),
                OnRetry = arguments =>
                {
                    options.Log?.Invoke(Announce(request, arguments, options.MaxRetries));
                    return ValueTask.CompletedTask;
                },
            }).Build();

    private static bool MayRetry(HfClientOptions options, HfRequest request, long begun, HfException failure) =>
        Allows(request.Retry, failure)
        && !(failure.RetryAfter > MaxServerDelay)
        && !(TimeLeft(options, request, begun) <= (failure.RetryAfter ?? TimeSpan.Zero));

    // Null without a limit, which is also what an infinite one is.
    private static TimeSpan? TimeLeft(HfClientOptions options, HfRequest request, long begun) =>
        request.TotalTimeout is { } total && total != Timeout.InfiniteTimeSpan ? total - options.TimeProvider.GetElapsedTime(begun) : null;

    private static bool Allows(RetryRule rule, HfException failure) => failure.IsTransient && failure switch
    {
        _ when rule == RetryRule.Never => false,
        { Kind: HfErrorKind.RateLimited } => true,
        { StatusCode: HttpStatusCode.ServiceUnavailable } => rule is RetryRule.Repeatable or RetryRule.AnswersOnly,
        { StatusCode: HttpStatusCode.InternalServerError } when rule == RetryRule.Divisible => false,
        { StatusCode: not null } => rule != RetryRule.OnlyIfNotSent,
        _ when rule == RetryRule.OnlyIfNotSent => failure.WasNotSent,
        _ => rule != RetryRule.AnswersOnly,
    };

    private static string Announce(HfRequest request, OnRetryArguments<HttpResponseMessage> arguments, int maxRetries)
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
