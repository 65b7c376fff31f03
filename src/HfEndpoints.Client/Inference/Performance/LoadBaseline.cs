namespace HfEndpoints.Client.Inference;

/// <summary>The stages of an earlier test, which the stages of a new one are compared with.</summary>
/// <param name="options">The new test.</param>
/// <param name="endpoint">The endpoint that it loads.</param>
internal sealed class LoadBaseline(LoadTestOptions options, string endpoint)
{
    // Another endpoint is a baseline too, as for the choice between two machines. Of several the one of the same name is meant.
    private readonly HfPerformanceStage[] _stages = options.Baseline.Any(stage => stage.Endpoint == endpoint)
        || options.Baseline.DistinctBy(stage => stage.Endpoint).Count() > 1
        ? [.. options.Baseline.Where(stage => stage.Endpoint == endpoint)]
        : [.. options.Baseline];

    /// <summary>Checks that there is something to compare with, before a request costs anything.</summary>
    /// <exception cref="HfException">There is nothing.</exception>
    public void CheckLoads()
    {
        if (options.Baseline.Count == 0)
        {
            return;
        }

        string others = string.Join(", ", options.Baseline.Select(stage => stage.Endpoint).Distinct());
        Refuse(_stages.Length == 0, $"The baseline has no test of '{endpoint}', but of {others}.");
        bool hasAny = options.IsAuto
            ? _stages.Any(stage => stage.Concurrency is not null)
            : options.Levels.Any(level => _stages.Any(stage => HasLoad(stage, level.Concurrency, level.Rate)));
        string loads = string.Join(", ", _stages.Select(stage => stage.Load).Distinct());
        Refuse(!hasAny, $"The baseline has none of the loads of this test. It has {loads}.");
    }

    /// <summary>Checks that the earlier test sent what this one sends.</summary>
    /// <exception cref="HfException">It sent something else.</exception>
    public void CheckTask(string task) => Refuse(
        _stages.Length > 0 && !_stages.Any(stage => stage.Task == task),
        $"The baseline is a test of {_stages.FirstOrDefault()?.Task}, and this one of {task}. Their figures can't be compared.");

    /// <summary>Adds to a stage how it differs from the earlier one with the same load, if there is one.</summary>
    public HfPerformanceStage Compare(HfPerformanceStage stage) => stage with
    {
        Change = Array.FindLast(
            _stages, before => before.Task == stage.Task && HasLoad(before, stage.Concurrency, stage.RequestRate)) is { } found
            ? ChangeOf(found, stage)
            : null,
    };

    private static bool HasLoad(HfPerformanceStage stage, int? concurrency, double? rate) =>
        stage.Concurrency == concurrency && stage.RequestRate == rate;

    private static HfPerformanceChange ChangeOf(HfPerformanceStage before, HfPerformanceStage now) => new()
    {
        Baseline = before,
        RequestsPerSecond = Change(before.RequestsPerSecond, now.RequestsPerSecond),
        GoodputPerSecond = Change(before.GoodputPerSecond, now.GoodputPerSecond),
        OutputTokensPerSecond = Change(before.OutputTokensPerSecond, now.OutputTokensPerSecond),
        TimeToFirstTokenP50 = Change(before.TimeToFirstToken?.P50, now.TimeToFirstToken?.P50),
        TimeToFirstTokenP99 = Change(before.TimeToFirstToken?.P99, now.TimeToFirstToken?.P99),
        InterTokenLatencyP50 = Change(before.InterTokenLatency?.P50, now.InterTokenLatency?.P50),
        InterTokenLatencyP99 = Change(before.InterTokenLatency?.P99, now.InterTokenLatency?.P99),
        LatencyP50 = Change(before.Latency?.P50, now.Latency?.P50),
        LatencyP99 = Change(before.Latency?.P99, now.Latency?.P99),
        UsdPerMillionOutputTokens = Change((double?)before.UsdPerMillionOutputTokens, (double?)now.UsdPerMillionOutputTokens),
    };

    private static double? Change(TimeSpan? before, TimeSpan? now) => Change(before?.TotalSeconds, now?.TotalSeconds);

    private static double? Change(double? before, double? now) => before > 0 ? (now - before) / before : null;

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new HfException(HfErrorKind.InvalidRequest, message);
        }
    }
}
