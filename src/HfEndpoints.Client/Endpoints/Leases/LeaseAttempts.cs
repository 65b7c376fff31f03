namespace HfEndpoints.Client;

/// <summary>What has to be ended before the process is.</summary>
internal interface ILease
{
    /// <summary>Ends it.</summary>
    /// <returns>Null if that succeeded; otherwise why not.</returns>
    Task<HfException?> EndAsync();
}

/// <summary>Begins and ends leases of an endpoint within a time limit. The end is tried again and again until then.</summary>
internal sealed class LeaseAttempts(HfClient client, WaitTarget target, LeaseOptions options)
{
    // One request may take a third of the time for the end, so that there is time left to check the result.
    private const int AttemptsInTime = 3;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_singleAttempt = TimeSpan.FromSeconds(10);

    private TimeProvider Clock => client.Options.TimeProvider;

    /// <summary>Ends a lease. Transient failures are retried.</summary>
    /// <param name="verb">What is done, in messages: <c>stop</c>.</param>
    /// <param name="end">Ends it.</param>
    /// <param name="isOver">Whether it has ended although the attempt failed: by the user, or because only the answer was lost.</param>
    /// <returns>Null if it has ended; otherwise why not.</returns>
    public async Task<HfException?> EndAsync(
        string verb, Func<HfClient, CancellationToken, Task> end, Func<HfInferenceEndpoint, bool> isOver)
    {
        bool triesOnce = options.EndTimeout <= TimeSpan.Zero;
        TimeSpan limit = triesOnce ? s_singleAttempt : options.EndTimeout;
        TimeSpan attemptLimit = triesOnce ? limit : limit / AttemptsInTime;
        long begun = Clock.GetTimestamp();

        // The rounds are the retries, and a server's Retry-After does not extend the limit. Only the limit ends a round: a user
        // who cancels also wants the costs to stop.
        var once = new HfClient(client.Options with { MaxRetries = 0 });
        for (int attempt = 0; ; attempt++)
        {
            HfException failure;
            try
            {
                await InTimeAsync(cancellationToken => end(once, cancellationToken), verb, Least(attemptLimit, Left()))
                    .ConfigureAwait(false);
                return null;
            }
            catch (HfException exception)
            {
                failure = exception;
            }

            if (failure.Kind == HfErrorKind.EndpointNotFound
                || await IsOverAsync(once, isOver, Least(attemptLimit, Left())).ConfigureAwait(false))
            {
                return null;
            }

            if (triesOnce || !failure.MayPass || Left() <= TimeSpan.Zero)
            {
                return failure;
            }

            options.Trouble?.Invoke($"{failure.Message} Trying again.");
            TimeSpan pause = Backoff.Pause(s_firstPause, attempt, failure.RetryAfter);
            await Task.Delay(Least(pause, Left()), Clock).ConfigureAwait(false);
            if (Left() <= TimeSpan.Zero)
            {
                return failure;
            }
        }

        TimeSpan Left() => limit - Clock.GetElapsedTime(begun);

        static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }

    /// <summary>Does something within a time limit.</summary>
    /// <exception cref="HfException">It failed, or took too long.</exception>
    public async Task InTimeAsync(
        Func<CancellationToken, Task> act, string verb, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        using var timer = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await act(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HfException(
                HfErrorKind.RequestTimeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Cannot {verb} endpoint '{target.Name}' in namespace '{target.Namespace}': the service did not answer "
                    + $"within {limit.TotalSeconds:0.#} s."))
            {
                Endpoint = target.Name,
                Namespace = target.Namespace,
            };
        }
    }

    private async Task<bool> IsOverAsync(HfClient once, Func<HfInferenceEndpoint, bool> isOver, TimeSpan limit)
    {
        HfInferenceEndpoint? found = null;
        try
        {
            await InTimeAsync(
                async cancellationToken => found = await once.Endpoints
                    .GetAsync(target.Namespace, target.Name, cancellationToken).ConfigureAwait(false),
                "look at",
                limit).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            return exception.Kind == HfErrorKind.EndpointNotFound;
        }

        return isOver(found!);
    }
}
