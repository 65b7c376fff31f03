namespace HfEndpoints.Client;

/// <summary>
/// Bridges outages of the service: waiting continues while failures are transient, up to a limit. A single failure is
/// only logged. An outage is reported once when it begins and once when it ends, for any number of endpoints. Safe to
/// use from many threads.
/// </summary>
/// <param name="options">The clock, and the first pause between attempts.</param>
/// <param name="patience">How long an endpoint may be unreachable; null sets no limit.</param>
/// <param name="tell">Receives a sentence when an outage begins and when it ends.</param>
internal sealed class Outages(HfClientOptions options, TimeSpan? patience, Action<string>? tell)
{
    /// <summary>How long an outage is bridged if the caller sets no limit.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private readonly Dictionary<WaitTarget, (long Since, HfException Failure)> _lost = [];
    private long _begun;
    private int _rounds;
    private bool _isTold;

    /// <summary>A client that does not retry, because the rounds of a wait are the retries.</summary>
    public static EndpointsClient ClientWithoutRetries(HfTransport transport) =>
        new(new HfTransport(transport.Options with { MaxRetries = 0 }));

    /// <summary>Whether to continue after a failed request for an endpoint.</summary>
    public bool Bridge(WaitTarget target, HfException failure)
    {
        if (!failure.MayPass)
        {
            return false;
        }

        bool isTold;
        bool isNew;
        TimeSpan lasted;
        lock (_lock)
        {
            isNew = !_lost.TryGetValue(target, out (long Since, HfException Failure) known);
            long now = options.TimeProvider.GetTimestamp();
            long since = isNew ? now : known.Since;
            _begun = _lost.Count == 0 ? now : _begun;
            _lost[target] = (since, failure);
            lasted = options.TimeProvider.GetElapsedTime(since, now);
            isTold = _isTold;
            _isTold |= !isNew;
        }

        if (lasted >= patience)
        {
            return false;
        }

        if (isNew)
        {
            options.Log?.Invoke($"{failure.Message} Asking again.");
        }
        else if (!isTold)
        {
            tell?.Invoke($"{failure.Message} Still waiting: the service is asked again until it answers.");
        }

        return true;
    }

    /// <summary>Records that the service answered for an endpoint.</summary>
    public void End(WaitTarget target)
    {
        if (Forget(target) is { } lasted)
        {
            tell?.Invoke(string.Create(CultureInfo.InvariantCulture, $"The service answers again, after {lasted.TotalSeconds:0} s."));
        }
    }

    /// <summary>Records that an endpoint is no longer checked.</summary>
    /// <returns>The duration of a reported outage that this ends; otherwise null.</returns>
    public TimeSpan? Forget(WaitTarget target)
    {
        lock (_lock)
        {
            if (!_lost.Remove(target) || _lost.Count > 0)
            {
                return null;
            }

            _rounds = 0;
            bool wasTold = _isTold;
            _isTold = false;
            return wasTold ? options.TimeProvider.GetElapsedTime(_begun) : null;
        }
    }

    /// <summary>Why an endpoint can't be read now; null if it can.</summary>
    public HfException? FailureOf(WaitTarget target)
    {
        lock (_lock)
        {
            return _lost.TryGetValue(target, out (long _, HfException Failure) known) ? known.Failure : null;
        }
    }

    /// <summary>
    /// How long to wait before the next round: the interval, or in an outage longer where the rounds follow one another fast,
    /// or the service asks for it.
    /// </summary>
    public TimeSpan PauseBeforeNextRound(TimeSpan interval)
    {
        lock (_lock)
        {
            if (_lost.Count == 0)
            {
                return interval;
            }

            TimeSpan? asked = _lost.Values.Max(lost => lost.Failure.RetryAfter);
            TimeSpan pause = Backoff.Pause(
                options.RetryDelay, _rounds++, asked < DefaultPatience ? asked : asked is null ? null : DefaultPatience);
            return interval > pause ? interval : pause;
        }
    }
}
