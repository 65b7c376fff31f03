namespace HfEndpoints.Client.Batches;

/// <summary>
/// Searches for the number of concurrent requests that a server accepts. It doubles the limit, in small steps over
/// half an answer's time, so that a refusal comes after one request too many and not after a hundred. A refusal
/// lowers the limit by a part. The limit climbs back to the last accepted number and stays there; now and then one
/// more request tests whether the server accepts more. A server that only queues is recognized by its latency: if
/// twice the requests hardly raise the throughput, they are not worth it.
/// </summary>
internal sealed class LimitSearch
{
    private const int FirstLevel = 8;
    private const int MinSamples = 12;
    private const int StepsPerClimb = 16;

    // The refusals per answer that the search for a higher limit may cost.
    private const int AnswersPerRefusal = 50;

    // The share of the added requests that must show as throughput.
    private const double WorthwhileShare = 0.2;
    private const double SmallDecrease = 0.9;

    // The share of refusals in about the last fifty answers, and how much of it is tolerated.
    private const double ShareWeight = 0.02;
    private const double ShareByChance = 0.05;
    private const double GreatDecrease = 0.7;
    private const double SlowedDown = 2;
    private const double SpedUp = 0.7;

    private static readonly TimeSpan s_lookInterval = TimeSpan.FromSeconds(2);

    // Testing beyond a limit set by latency doubles the requests for a while, and with them their latency.
    private static readonly TimeSpan s_lookIntervalByLatency = TimeSpan.FromSeconds(10);

    private readonly int _ceiling;
    private readonly TimeProvider _clock;
    private readonly LatencyWindow _window = new();
    private (int Limit, double Latency)? _below;
    private TimeSpan _lookInterval = s_lookInterval;
    private int _known;
    private int _proven;
    private bool _isKnown;
    private bool _isLooking;
    private int _target;
    private TimeSpan _step;
    private long _stepAt;
    private int _stepSize = 1;
    private long _calmSince;
    private long _answersSinceRefusal;
    private int _burst;
    private double _refusedShare;
    private double _usualLatency;

    public LimitSearch(int ceiling, TimeProvider clock)
    {
        _ceiling = ceiling;
        _clock = clock;
        _target = Limit;
        _calmSince = clock.GetTimestamp();
    }

    public int Limit { get; private set; } = 1;

    /// <summary>How often the limit was lowered.</summary>
    public int Epoch { get; private set; }

    private bool IsClimbing => Limit < _target;

    /// <summary>The endpoint is up, for the first time or again, with the latency of an answer.</summary>
    public void Begin(TimeSpan latency)
    {
        int goal = _isKnown ? _known : Math.Min(FirstLevel, _ceiling);
        if (goal > Limit)
        {
            Climb(goal, latency.TotalSeconds, _clock.GetTimestamp());
        }
    }

    /// <summary>A request was sent, with the number in flight.</summary>
    public void Started(int inFlight) => _window.IsFull |= inFlight >= Limit;

    /// <summary>Takes the steps that are due, as long as there are requests for them.</summary>
    public void Advance(long now, int inFlight)
    {
        if (!IsClimbing || inFlight < Limit || now < _stepAt)
        {
            return;
        }

        Limit = Math.Min(_target, Limit + _stepSize);
        _stepAt = now + ToTicks(_step);
        if (!IsClimbing)
        {
            _window.Reset(now);
        }
    }

    /// <summary>When the next step is due; null if none is.</summary>
    public TimeSpan? NextStep(long now) =>
        !IsClimbing ? null : _stepAt > now ? _clock.GetElapsedTime(now, _stepAt) : TimeSpan.Zero;

    public void Succeeded(long startedAt, TimeSpan latency, long now)
    {
        _answersSinceRefusal++;
        _refusedShare *= 1 - ShareWeight;
        if (IsClimbing || startedAt < _window.Since)
        {
            return;
        }

        _window.Add(latency);
        if (_window.Count >= Math.Max(Limit, MinSamples) && _window.IsFull)
        {
            Judge(_window.Mean, now);
        }
    }

    public void Refused(int tooMany, int epoch, TimeSpan retryAfter, long now)
    {
        if (epoch != Epoch)
        {
            // It was sent before the limit was lowered, so it says nothing new.
            _burst++;
            return;
        }

        _refusedShare += ShareWeight;
        if (tooMany <= _proven && _refusedShare < ShareByChance)
        {
            // Servers free a slot a moment after they have answered, so an occasional refusal at a level that worked
            // does not mean that it no longer works.
            return;
        }

        bool wasCalm = _answersSinceRefusal >= Math.Max(Limit, MinSamples);
        double keep = !wasCalm ? GreatDecrease : _isLooking ? 1 : SmallDecrease;
        _known = Math.Clamp(tooMany - 1, 1, _ceiling);
        _isKnown = true;
        _isLooking = false;
        _below = null;
        _proven = Math.Min(_proven, _known);
        _lookInterval = TimeSpan.FromTicks(Math.Max(s_lookInterval.Ticks, 20 * retryAfter.Ticks));
        (_burst, _answersSinceRefusal, _refusedShare, _calmSince) = (1, 0, 0, now);
        Lower(Math.Min(_known, (int)(tooMany * keep)), now);
    }

    // A level was held for as many answers as it has slots. Decide what follows.
    private void Judge(double latency, long now)
    {
        _proven = Math.Max(_proven, Limit);
        if (!_isKnown)
        {
            Seek(latency, now);
        }
        else if (Limit < _known)
        {
            Climb(_known, latency, now);
        }
        else if (_isLooking)
        {
            // The server accepts more than before, maybe much more.
            (_isKnown, _isLooking) = (false, false);
            Rise(latency, now);
        }
        else
        {
            Hold(latency, now);
        }
    }

    private void Seek(double latency, long now)
    {
        if (_below is { } below)
        {
            double more = (Limit / latency / (below.Limit / below.Latency)) - 1;
            if (more < WorthwhileShare * (((double)Limit / below.Limit) - 1))
            {
                Keep(below.Limit, below.Latency, now);
                return;
            }
        }

        Rise(latency, now);
    }

    private void Rise(double latency, long now)
    {
        if (Limit >= _ceiling)
        {
            Keep(_ceiling, latency, now);
            return;
        }

        _below = (Limit, latency);
        Climb(Math.Min(2 * Limit, _ceiling), latency, now);
    }

    private void Keep(int limit, double latency, long now)
    {
        (_known, _isKnown) = (limit, true);
        (_usualLatency, _calmSince, _burst) = (latency, now, 0);
        _lookInterval = s_lookIntervalByLatency;
        Limit = _target = limit;
        _window.Reset(now);
    }

    private void Hold(double latency, long now)
    {
        bool isDecided = _usualLatency > 0 && _window.Count >= 2 * MinSamples;
        if (isDecided && latency > SlowedDown * _usualLatency)
        {
            _usualLatency = latency;
            _known = Math.Max(1, (int)(Limit * GreatDecrease));
            _calmSince = now;
            Lower(_known, now);
            return;
        }

        bool isTime = _clock.GetElapsedTime(_calmSince, now) >= _lookInterval
            && _answersSinceRefusal >= AnswersPerRefusal * (long)_burst;
        if (Limit < _ceiling && (isTime || (isDecided && latency < SpedUp * _usualLatency)))
        {
            Look(latency, now);
            return;
        }

        _usualLatency = _usualLatency == 0 ? latency : (0.9 * _usualLatency) + (0.1 * latency);
        _window.Reset(now);
    }

    private void Look(double latency, long now)
    {
        if (_burst > 0)
        {
            // Each slot too many costs refusals, so add one at a time.
            _isLooking = true;
            Limit = _target = Limit + 1;
            _window.Reset(now);
            return;
        }

        _isKnown = false;
        Rise(latency, now);
    }

    private void Climb(int target, double latency, long now)
    {
        int distance = target - Limit;
        _target = target;
        _stepSize = Math.Max(1, distance / StepsPerClimb);
        _step = TimeSpan.FromSeconds(latency / 2 / ((distance / _stepSize) + 1));
        _stepAt = now + ToTicks(_step);
        _window.IsFull = false;
    }

    private void Lower(int limit, long now)
    {
        Epoch++;
        Limit = _target = Math.Max(1, limit);
        _window.Reset(now);
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);
}
