using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

/// <summary>A server and a client with much to ask, both in simulated time: as many are asked as the controller says.</summary>
internal sealed class SimulatedServer(int ceiling = 256, int seed = 1)
{
    private static readonly TimeSpan s_refusalTime = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_failureTime = TimeSpan.FromMilliseconds(25);

    private readonly ManualTimeProvider _clock = new();
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<(RequestTicket Ticket, bool IsTaken, bool HasFailed), (long At, int Order)> _ends = new();
    private ConcurrencyController? _controller;
    private int _order;
    private int _busy;

    /// <summary>How many it takes at once; more are refused.</summary>
    public int Places { get; set; } = int.MaxValue;

    /// <summary>Whether it fails on those beyond, instead of refusing them.</summary>
    public bool FailsBeyond { get; set; }

    /// <summary>The share of requests that fail whatever the load.</summary>
    public double FailureShare { get; set; }

    /// <summary>How long an answer takes while so many are under way.</summary>
    public Func<int, TimeSpan> AnswerTime { get; set; } = _ => TimeSpan.FromMilliseconds(50);

    /// <summary>How much longer or shorter than that one answer takes, as a share of it.</summary>
    public double Spread { get; set; } = 0.1;

    /// <summary>The share of requests that are refused although there is a place.</summary>
    public double SpuriousRefusals { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    public ConcurrencyController Controller => _controller ??= new ConcurrencyController(ceiling, _clock);

    public int Answers { get; private set; }

    public int Refusals { get; private set; }

    public int Failures { get; private set; }

    public double RefusalShare => (double)Refusals / (Answers + Refusals);

    /// <summary>Answers per second of a run that took so long.</summary>
    public double RateOf(TimeSpan duration)
    {
        int before = Answers;
        Run(duration);
        return (Answers - before) / duration.TotalSeconds;
    }

    public void Run(TimeSpan duration)
    {
        long until = _clock.GetTimestamp() + duration.Ticks;
        while (true)
        {
            while (Controller.TryStart(out RequestTicket ticket))
            {
                Send(ticket);
            }

            long now = _clock.GetTimestamp();
            long next = _ends.TryPeek(out _, out (long At, int) end) ? end.At : long.MaxValue;
            if (Controller.NextChange() is { } change)
            {
                // A timer is never exact.
                next = Math.Min(next, now + Math.Max(change.Ticks, TimeSpan.TicksPerMillisecond));
            }

            if (next > until)
            {
                _clock.Advance(TimeSpan.FromTicks(until - now));
                return;
            }

            _clock.Advance(TimeSpan.FromTicks(next - now));
            while (_ends.TryPeek(out _, out end) && end.At <= next)
            {
                End(_ends.Dequeue());
            }
        }
    }

    private void Send(RequestTicket ticket)
    {
        bool isFull = _busy >= Places;
        bool hasFailed = isFull ? FailsBeyond : _random.NextDouble() < FailureShare;
        bool isTaken = !isFull && !hasFailed && _random.NextDouble() >= SpuriousRefusals;
        TimeSpan time = hasFailed ? s_failureTime : s_refusalTime;
        if (isTaken)
        {
            _busy++;
            time = AnswerTime(_busy) * (1 + (Spread * ((2 * _random.NextDouble()) - 1)));
        }

        _ends.Enqueue((ticket, isTaken, hasFailed), (_clock.GetTimestamp() + time.Ticks, _order++));
    }

    private void End((RequestTicket Ticket, bool IsTaken, bool HasFailed) request)
    {
        if (request.HasFailed)
        {
            Failures++;
            Controller.Failed(request.Ticket, isMaybeLoad: true);
        }
        else if (!request.IsTaken)
        {
            Refusals++;
            Controller.Refused(request.Ticket, isDown: false, RetryAfter);
        }
        else
        {
            _busy--;
            Answers++;
            Controller.Succeeded(request.Ticket);
        }
    }
}
