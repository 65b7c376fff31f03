namespace HfEndpoints.Client.Inference;

/// <summary>
/// Sends a request to an endpoint that may be scaled to zero or starting. The gateway answers 503 then; the request
/// itself wakes the endpoint, and <c>X-Scale-Up-Timeout</c> asks the gateway to hold it until a replica is there. The
/// time-out of an answer begins with the attempt that is answered, so the start of the endpoint does not count.
/// </summary>
internal sealed class ColdStart(HfTransport transport, InferenceOptions options)
{
    private const string HoldHeader = "X-Scale-Up-Timeout";

    // A held request is renewed now and then, in case the gateway has died.
    private static readonly TimeSpan s_maxHold = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = transport.Options.TimeProvider;
    private TimeSpan _hold;
    private long _sentAt;

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout => options.Timeout ?? transport.Options.InferenceTimeout;

    // The gateway's hold does not count.
    private TimeSpan Limit => Timeout == System.Threading.Timeout.InfiniteTimeSpan ? Timeout : Timeout + _hold;

    /// <summary>How much of that time is left.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            TimeSpan left = Limit - _clock.GetElapsedTime(_sentAt);
            return Limit == System.Threading.Timeout.InfiniteTimeSpan ? Limit : left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1);
        }
    }

    public async Task<HttpResponseMessage> SendAsync(HfRequest request, CancellationToken cancellationToken)
    {
        long begun = _clock.GetTimestamp();
        bool isWaiting = false;
        ITimer? ticks = null;
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                _sentAt = _clock.GetTimestamp();
                TimeSpan pause;
                try
                {
                    HttpResponseMessage response = await transport.SendAsync(ToAttempt(request), cancellationToken).ConfigureAwait(false);
                    if (isWaiting)
                    {
                        transport.Options.Log?.Invoke(string.Create(
                            CultureInfo.InvariantCulture,
                            $"The endpoint is ready, after {_clock.GetElapsedTime(begun).TotalSeconds:0} s."));
                    }

                    return response;
                }
                catch (HfException exception) when (exception is
                { StatusCode: HttpStatusCode.ServiceUnavailable, Kind: HfErrorKind.ServiceUnavailable })
                {
                    TimeSpan elapsed = _clock.GetElapsedTime(begun);
                    TimeSpan left = options.ColdStartTimeout - elapsed;
                    if (left <= TimeSpan.Zero)
                    {
                        throw NotUp(request, exception);
                    }

                    if (!isWaiting)
                    {
                        isWaiting = true;
                        transport.Options.Log?.Invoke($"Waiting for the endpoint to {request.Action}: {exception.ServerMessage}");
                        // The gateway holds a request for up to a minute, and the time goes on meanwhile.
                        ticks = Tick(begun);
                    }

                    options.ColdStartProgress?.Invoke(elapsed);
                    pause = Shorter(Backoff.Pause(s_firstPause, attempt, exception.RetryAfter), left);
                    _hold = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(Shorter(left - pause, s_maxHold).TotalSeconds)));
                }

                await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (ticks is not null)
            {
                await ticks.DisposeAsync().ConfigureAwait(false);
            }

            if (isWaiting)
            {
                options.ColdStartEnded?.Invoke();
            }
        }
    }

    private ITimer? Tick(long begun) => options.ColdStartProgress is { } report
        ? _clock.CreateTimer(_ => report(_clock.GetElapsedTime(begun)), null, s_tick, s_tick)
        : null;

    private HfRequest ToAttempt(HfRequest request)
    {
        HfRequest attempt = request with { TotalTimeout = Limit, IdleTimeout = options.IdleTimeout };
        return _hold == TimeSpan.Zero ? attempt : attempt with
        {
            Headers = new Dictionary<string, string>(request.Headers)
            {
                [HoldHeader] = _hold.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private HfException NotUp(HfRequest request, HfException exception)
    {
        string patience = options.ColdStartTimeout > TimeSpan.Zero
            ? string.Create(
                CultureInfo.InvariantCulture, $" after {options.ColdStartTimeout.TotalSeconds:0.###} s of waiting")
            : "";
        return new HfException(exception,
            $"Cannot {request.Action}: the endpoint is not ready{patience}. The server says: {exception.ServerMessage.TrimEnd('.')}.")
        {
            Kind = HfErrorKind.EndpointNotRunning,
        };
    }
}
