namespace HfEndpoints.Client.Batches;

/// <summary>
/// Searches for the number of concurrent requests that a server accepts. It doubles the limit until a refusal
/// lowers it by a part. The limit climbs back to the last accepted number and stays there; now and then one
/// more request tests whether the server accepts more. A server that only queues is recognized by its latency: if
/// twice the requests hardly raise the throughput, they are not worth it. One that fails where others refuse is
/// recognized by a trial.
/// </summary>
internal sealed class LimitSearch
{
    private const int FirstLevel = 8;
    private const int MinSamples = 12;

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
    private readonly LoadTrial _trial = new();
    private readonly LimitRamp _ramp;
    private (int Limit, double Latency)? _below;
    private TimeSpan _lookInterval = s_lookInterval;
    private int _known;
    private int _proven;
    private bool _isKnown;
    private bool _isLooking;
    private long _limitSince;
    private long _calmSince;
    private long _answersSinceRefusal;
    private int _burst;
    private double _refusedShare;
    private double _usualLatency;

    public LimitSearch(int ceiling, TimeProvider clock)
    {
        _ceiling = ceiling;
        _clock = clock;
        _ramp = new LimitRamp(clock);
        _calmSince = clock.GetTimestamp();
    }

    public int Limit => _ramp.Limit;

    /// <summary>How often the limit was lowered.</summary>
    public int Epoch { get; private set; }

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

    /// <summary>Takes the step that is due, if there are requests for it.</summary>
    public void Advance(long now, int inFlight)
    {
        if (inFlight >= Limit && _ramp.Advance(now))
        {
            _window.Reset(now);
        }
    }

    /// <summary>When the next step is due; null if none is.</summary>
    public TimeSpan? NextStep(long now) => _ramp.NextStep(now);

    public void Succeeded(long startedAt, TimeSpan latency, int inFlight, long now)
    {
        _answersSinceRefusal++;
        _refusedShare *= 1 - ShareWeight;
        Weigh(startedAt, hasFailed: false, inFlight, now);
        if (_ramp.IsClimbing || startedAt < _window.Since || _trial.IsOn)
        {
            return;
        }

        _window.Add(latency);
        if (_window.Count >= Math.Max(Limit, MinSamples) && _window.IsFull)
        {
            Judge(_window.Mean, now);
        }
    }

    /// <summary>A request failed, maybe because there are too many.</summary>
    public void Failed(long startedAt, int inFlight, long now)
    {
        _window.Failures++;
        Weigh(startedAt, hasFailed: true, inFlight, now);
    }

    /// <summary>The endpoint is down. When it is up again, the limit climbs as at the beginning.</summary>
    public void Stop(long now)
    {
        _trial.Cancel();
        _below = null;
        Lower(1, now);
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
        (_isKnown, _isLooking, _below) = (true, false, null);
        _trial.Cancel();
        _proven = Math.Min(_proven, _known);
        _lookInterval = TimeSpan.FromTicks(Math.Max(s_lookInterval.Ticks, 20 * retryAfter.Ticks));
        (_burst, _answersSinceRefusal, _refusedShare, _calmSince) = (1, 0, 0, now);
        Lower(Math.Min(_known, (int)(tooMany * keep)), now);
    }

    private void Weigh(long startedAt, bool hasFailed, int inFlight, long now)
    {
        switch (startedAt < _limitSince ? TrialStep.None : _trial.Count(hasFailed, Limit, inFlight))
        {
            case TrialStep.Begin:
                Lower(_trial.LowLimit, now);
                break;
            case TrialStep.Revert:
                Set(_trial.HighLimit, now);
                break;
            case TrialStep.Keep:
                _known = Math.Max(Limit, Math.Min(_proven, _trial.HighLimit - 1));
                (_isKnown, _isLooking, _below) = (true, false, null);
                (_burst, _answersSinceRefusal, _calmSince, _lookInterval) = (1, 0, now, s_lookInterval);
                Settle(now);
                break;
        }
    }

    // A level was held for as many answers as it has slots. Decide what follows.
    private void Judge(double latency, long now)
    {
        if (_isLooking && !_trial.AreUsual(_window.Failures, _window.Count))
        {
            // One more than before, and requests fail.
            _isLooking = false;
            (_burst, _answersSinceRefusal, _calmSince) = (_window.Failures, 0, now);
            Lower(_known, now);
            return;
        }

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
        Set(limit, now);
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

        bool isTime = _clock.GetElapsedTime(_calmSince, now) >= _lookInterval && _answersSinceRefusal >= AnswersPerRefusal * (long)_burst;
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
            Set(Limit + 1, now);
            return;
        }

        _isKnown = false;
        Rise(latency, now);
    }

    private void Climb(int target, double latency, long now)
    {
        _ramp.Climb(target, latency, now);
        Settle(now);
    }

    private void Lower(int limit, long now)
    {
        Epoch++;
        Set(limit, now);
    }

    private void Set(int limit, long now)
    {
        _ramp.Set(limit);
        Settle(now);
    }

    // What was sent before says nothing about the limit now.
    private void Settle(long now)
    {
        _limitSince = now;
        _trial.Restart();
        _window.Reset(now);
    }
}
