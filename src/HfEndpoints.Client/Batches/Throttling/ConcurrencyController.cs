namespace HfEndpoints.Client.Batches;

/// <summary>
/// Decides when the next request may be sent. One is sent first, so that it alone wakes an endpoint that is scaled to
/// zero. Then as many are sent as the server accepts. Not thread-safe.
/// </summary>
internal sealed class ConcurrencyController
{
    // A server that is down refuses at once. One that has been silent for so long is working on the request.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock;
    private readonly LimitSearch _search;
    private long _resumeAt;
    private long _probeStartedAt;
    private bool _isProbing;
    private bool _isUp;
    private bool _isDown;

    /// <summary>Creates a controller, with the maximum number of concurrent requests.</summary>
    public ConcurrencyController(int ceiling, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ceiling, 1);
        _clock = clock;
        _search = new LimitSearch(ceiling, clock);
        _resumeAt = clock.GetTimestamp();
    }

    /// <summary>The number of requests allowed now.</summary>
    public int Limit => _isUp ? _search.Limit : 1;

    /// <summary>The highest number of concurrent requests.</summary>
    public int Highest { get; private set; }

    /// <summary>The number of requests in flight.</summary>
    public int InFlight { get; private set; }

    /// <summary>How often the endpoint refused a request because it was full.</summary>
    public long Refusals { get; private set; }

    /// <summary>Decides whether another request may be sent now. If so, it counts as sent until its ticket is returned.</summary>
    public bool TryStart(out RequestTicket ticket)
    {
        long now = _clock.GetTimestamp();
        ticket = default;
        if (now < _resumeAt)
        {
            return false;
        }

        if (!_isUp && _isProbing && !_isDown && _clock.GetElapsedTime(_probeStartedAt, now) >= s_silence)
        {
            _isUp = true;
            _search.Begin(s_silence);
        }

        if (_isUp)
        {
            _search.Advance(now, InFlight);
        }

        if (_isUp ? InFlight >= _search.Limit : _isProbing)
        {
            return false;
        }

        InFlight++;
        Highest = Math.Max(Highest, InFlight);
        if (!_isUp)
        {
            _isProbing = true;
            _probeStartedAt = now;
        }

        _search.Started(InFlight);
        ticket = new RequestTicket(now, InFlight, _search.Epoch, IsProbe: !_isUp);
        return true;
    }

    /// <summary>When to ask again even if no request has ended; null if only the end of a request can change the answer.</summary>
    public TimeSpan? NextChange()
    {
        long now = _clock.GetTimestamp();
        if (now < _resumeAt)
        {
            return _clock.GetElapsedTime(now, _resumeAt);
        }

        return _isUp ? _search.NextStep(now) : _isProbing && !_isDown ? Remaining(s_silence, now) : null;
    }

    /// <summary>The endpoint reports that it is not up. The one request continues.</summary>
    public void Down() => _isDown = true;

    /// <summary>A request was answered.</summary>
    public void Succeeded(RequestTicket ticket)
    {
        long now = _clock.GetTimestamp();
        TimeSpan latency = _clock.GetElapsedTime(ticket.StartedAt, now);
        End(ticket);
        if (!_isUp)
        {
            _isUp = true;
            _isDown = false;
            _search.Begin(latency);
        }

        _search.Succeeded(ticket.StartedAt, latency, InFlight, now);
    }

    /// <summary>A request was refused because the endpoint is full or no longer up.</summary>
    /// <param name="ticket">The request.</param>
    /// <param name="isDown">Whether the endpoint may be down. One request then finds out.</param>
    /// <param name="retryAfter">How long the server asks to wait.</param>
    public void Refused(RequestTicket ticket, bool isDown, TimeSpan? retryAfter)
    {
        long now = _clock.GetTimestamp();
        if (retryAfter is { } wait && wait > TimeSpan.Zero)
        {
            _resumeAt = Math.Max(_resumeAt, now + ToTicks(wait));
        }

        if (isDown)
        {
            End(ticket);
            _isUp = false;
            _search.Stop(now);
            return;
        }

        Refusals++;
        // Requests overtake one another, so the refused one is not necessarily the one too many.
        int tooMany = Math.Max(ticket.InFlight, InFlight);
        End(ticket);
        _search.Refused(tooMany, ticket.Epoch, retryAfter ?? TimeSpan.Zero, now);
    }

    /// <summary>A request failed.</summary>
    /// <param name="ticket">The request.</param>
    /// <param name="isMaybeLoad">
    /// Whether too many requests may be the cause. The limit is lowered only if fewer fail under a lower one.
    /// </param>
    public void Failed(RequestTicket ticket, bool isMaybeLoad)
    {
        End(ticket);
        if (isMaybeLoad)
        {
            _search.Failed(ticket.StartedAt, InFlight, _clock.GetTimestamp());
        }
    }

    private void End(RequestTicket ticket)
    {
        InFlight--;
        if (ticket.IsProbe)
        {
            _isProbing = false;
        }
    }

    private TimeSpan Remaining(TimeSpan span, long now)
    {
        TimeSpan left = span - _clock.GetElapsedTime(_probeStartedAt, now);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * _clock.TimestampFrequency);
}

/// <summary>The state of a request in flight.</summary>
/// <param name="StartedAt">The clock's timestamp when it was sent.</param>
/// <param name="InFlight">The number of requests in flight then, including this one.</param>
/// <param name="Epoch">How often the limit had been lowered by then. An older request says nothing about the limit now.</param>
/// <param name="IsProbe">Whether it goes alone, to find out whether the endpoint is up.</param>
internal readonly record struct RequestTicket(long StartedAt, int InFlight, int Epoch, bool IsProbe);
