namespace HfEndpoints.Client.Inference;

/// <summary>Collects what the requests of one stage took. For many threads.</summary>
/// <param name="options">The limits of a good answer, and the price.</param>
/// <param name="endpoint">The name of the endpoint.</param>
/// <param name="clock">The clock.</param>
internal sealed class StageMeter(LoadTestOptions options, string endpoint, TimeProvider clock)
{
    private const int Parts = 10;

    // A client at these limits measures itself.
    private const double HighCpu = 0.8;
    private const double HighDelayShare = 0.05;
    private static readonly TimeSpan s_highDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_slot = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly long _begun = clock.GetTimestamp();
    private readonly LatencyHistogram _first = new();
    private readonly LatencyHistogram _gaps = new();
    private readonly LatencyHistogram _whole = new();
    private readonly LatencyHistogram _delay = new();
    private readonly Dictionary<HfErrorKind, long> _errors = [];
    private readonly List<double> _slots = [];
    private long _good;
    private long? _input;
    private long? _output;

    /// <summary>How many were answered.</summary>
    public long Succeeded { get; private set; }

    /// <summary>How many failed.</summary>
    public long Failed { get; private set; }

    /// <summary>How long the stage has lasted.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_begun);

    /// <summary>The clock's timestamp a time after the beginning.</summary>
    public long At(TimeSpan time) => _begun + (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Records how late a request was sent.</summary>
    public void Start(TimeSpan due)
    {
        TimeSpan late = Elapsed - due;
        lock (_lock)
        {
            _delay.Add(late);
        }
    }

    /// <summary>Records a failure.</summary>
    public void Fail(HfErrorKind kind)
    {
        lock (_lock)
        {
            Failed++;
            _errors[kind] = _errors.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary>Records an answer.</summary>
    public void Add(RequestTiming timing)
    {
        lock (_lock)
        {
            Succeeded++;
            _whole.Add(timing.Latency);
            _input = Sum(_input, timing.InputTokens);
            _output = Sum(_output, timing.OutputTokens);
            _good += IsGood(timing) ? 1 : 0;
            if (timing.IsStreamed)
            {
                _first.Add(timing.TimeToFirstToken);
                foreach (TimeSpan gap in timing.Gaps)
                {
                    _gaps.Add(gap);
                }
            }

            Draw(timing);
        }
    }

    /// <summary>What was measured until now.</summary>
    /// <param name="task">What was sent.</param>
    /// <param name="number">The number of the stage.</param>
    /// <param name="level">Its load.</param>
    /// <param name="cpu">The processor time that this process used.</param>
    public HfPerformanceStage ToStage(string task, int number, LoadLevel level, TimeSpan cpu)
    {
        lock (_lock)
        {
            TimeSpan elapsed = Elapsed;
            double seconds = Math.Max(1e-6, elapsed.TotalSeconds);
            double[] throughput = Merge(elapsed);
            double share = cpu.TotalSeconds / seconds / Environment.ProcessorCount;
            HfLatency? latency = _whole.ToLatency();
            HfLatency? delay = _delay.ToLatency();
            return new HfPerformanceStage
            {
                Endpoint = endpoint,
                Task = task,
                Stage = number,
                Concurrency = level.Concurrency,
                RequestRate = level.Rate,
                Duration = elapsed,
                Requests = Succeeded + Failed,
                Succeeded = Succeeded,
                Failed = Failed,
                Errors = [.. _errors.OrderByDescending(error => error.Value)
                    .Select(error => new HfErrorCount($"{error.Key}", error.Value))],
                TimeToFirstToken = _first.ToLatency(),
                InterTokenLatency = _gaps.ToLatency(),
                Latency = latency,
                RequestsPerSecond = Succeeded / seconds,
                GoodputPerSecond = _good / seconds,
                InputTokens = _input,
                OutputTokens = _output,
                InputTokensPerSecond = _input / seconds,
                OutputTokensPerSecond = _output / seconds,
                UsdPerMillionOutputTokens = _output > 0
                    ? options.UsdPerHour * (decimal)(seconds / 3600) * 1_000_000 / _output
                    : null,
                Throughput = [.. throughput],
                Trend = MetricTrend.Draw(throughput),
                StartDelay = delay,
                ClientCpu = share,
                IsClientLimited = share > HighCpu
                    || (delay?.P90 > s_highDelay && delay.P90 > HighDelayShare * (latency?.P50 ?? TimeSpan.Zero)),
            };
        }
    }

    private static long? Sum(long? sum, int? more) => more is null ? sum : (sum ?? 0) + more;

    // A whole answer has no first token that could be measured, so its end has to be in time.
    private bool IsGood(RequestTiming timing) =>
        !((timing.IsStreamed ? timing.TimeToFirstToken : timing.Latency) > options.MaxTimeToFirstToken)
        && !(timing.MeanGap > options.MaxInterTokenLatency);

    // The pieces of an answer share its tokens.
    private void Draw(RequestTiming timing)
    {
        if (timing.Pieces.Count == 0 || timing.OutputTokens is null)
        {
            Put(timing.EndedAt, 1);
            return;
        }

        foreach (long piece in timing.Pieces)
        {
            Put(piece, (double)timing.OutputTokens.Value / timing.Pieces.Count);
        }
    }

    private void Put(long stamp, double amount)
    {
        int slot = (int)(clock.GetElapsedTime(_begun, stamp) / s_slot);
        while (_slots.Count <= slot)
        {
            _slots.Add(0);
        }

        _slots[slot] += amount;
    }

    private double[] Merge(TimeSpan elapsed)
    {
        int count = Math.Max(1, (int)Math.Ceiling(elapsed / s_slot));
        var parts = new double[Math.Min(Parts, count)];
        double seconds = elapsed.TotalSeconds / parts.Length;
        for (int slot = 0; slot < _slots.Count; slot++)
        {
            parts[Math.Min(parts.Length - 1, slot * parts.Length / count)] += _slots[slot] / Math.Max(1e-6, seconds);
        }

        return parts;
    }
}
