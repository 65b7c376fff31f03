using System.Globalization;

namespace HfEndpoints.Client;

/// <summary>
/// Bridges the time in which the service can't be reached: whoever waits for endpoints goes on waiting while a failure
/// may pass by itself, for as long as its patience lasts. A single failure is only logged; an outage is told of once, and
/// once when it is over, however many endpoints it concerns. Safe to use from many threads.
/// </summary>
/// <param name="options">The clock, and the first pause between attempts.</param>
/// <param name="patience">How long an endpoint may stay out of reach; null for as long as the caller waits anyway.</param>
/// <param name="tell">Told, as sentences, of the beginning and the end of an outage.</param>
internal sealed class Outages(HfClientOptions options, TimeSpan? patience, Action<string>? tell)
{
    /// <summary>How long an outage is bridged by those who have no limit of their own.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(5);

    private readonly object _lock = new();
    private readonly Dictionary<WaitTarget, (long Since, HfException Failure)> _lost = [];
    private long _begun;
    private int _rounds;
    private bool _isTold;

    /// <summary>A client whose failures come at once, for the rounds of a wait are the repetition.</summary>
    public static EndpointsClient ClientWithoutRetries(HfTransport transport) =>
        new(new HfTransport(transport.Options with { MaxRetries = 0 }));

    /// <summary>Whether to go on after a failure to ask for an endpoint.</summary>
    public bool Bridge(WaitTarget target, HfException failure)
    {
        if (!failure.IsTransient)
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

    /// <summary>Says that the service answered for an endpoint.</summary>
    public void End(WaitTarget target)
    {
        if (Forget(target) is { } lasted)
        {
            tell?.Invoke(string.Create(
                CultureInfo.InvariantCulture, $"The service answers again, after {lasted.TotalSeconds:0} s."));
        }
    }

    /// <summary>Says that an endpoint is not asked for any longer.</summary>
    /// <returns>How long an outage lasted that is over with it, and of which was told.</returns>
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

    /// <summary>Why an endpoint can't be asked for now; null where it can.</summary>
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
