using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Loads an endpoint stage by stage. It knows nothing about HTTP: a request is a delegate, and the time is injected.
/// </summary>
/// <param name="options">How to load it.</param>
/// <param name="endpoint">The name of the endpoint.</param>
/// <param name="send">Sends a request.</param>
/// <param name="task">The name of what is sent, once that is known.</param>
/// <param name="clock">The clock.</param>
internal sealed class LoadTest(LoadTestOptions options, string endpoint, LoadRequest send, Func<string> task, TimeProvider clock)
{
    // A better goodput is one that is better by so much; less is chance.
    private const double Better = 1.05;
    private const int MostConcurrency = 1024;

    // A load of which the endpoint refuses more than one in so many is too much, whatever comes of the rest.
    private const int OneOf = 20;

    private readonly Random _random = new(1);

    /// <summary>The processor time of this process. Tests replace it.</summary>
    public Func<TimeSpan> CpuTime { get; init; } = () =>
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    };

    /// <summary>Runs the stages, and returns each when it has ended.</summary>
    /// <param name="cancellationToken">Stops the test and its requests at once.</param>
    /// <exception cref="HfException">
    /// There is nothing to compare with, or each request of the warm-up failed; this is the failure of the first.
    /// </exception>
    public async IAsyncEnumerable<HfPerformanceStage> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var baseline = new LoadBaseline(options, endpoint);
        baseline.CheckLoads();
        await WarmUpAsync(cancellationToken).ConfigureAwait(false);
        if (options.WarmUp > 0 || options.Task is not null)
        {
            baseline.CheckTask(task());
        }

        var stages = new List<HfPerformanceStage>();
        int sent = 0;
        for (LoadLevel? level = options.Levels[0]; level is not null; level = NextAfter(level.Value, stages))
        {
            int number = stages.Count + 1;
            options.Progress?.Invoke($"stage {number}: {LoadLevel.Describe(level.Value)}");
            TimeSpan cpu = CpuTime();
            var meter = new StageMeter(options, endpoint, clock);
            var run = new StageRun(options, level.Value, send, meter, sent, _random, clock);
            await run.RunAsync(cancellationToken).ConfigureAwait(false);
            sent += run.Count;
            HfPerformanceStage stage = baseline.Compare(meter.ToStage(task(), number, level.Value, CpuTime() - cpu));
            stages.Add(stage);
            stages[^1] = stage with { Knee = FindKnee(stages) };
            yield return stages[^1];
        }
    }

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        HfException? failure = null;
        bool isAnswered = false;
        for (int number = 1; number <= options.WarmUp; number++)
        {
            try
            {
                await send(-number, new RequestTiming(clock, clock.GetTimestamp()), cancellationToken).ConfigureAwait(false);
                isAnswered = true;
            }
            catch (HfException exception)
            {
                failure ??= exception;
            }
        }

        if (failure is not null && !isAnswered)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private LoadLevel? NextAfter(LoadLevel level, List<HfPerformanceStage> stages)
    {
        if (!options.IsAuto)
        {
            return stages.Count < options.Levels.Count ? options.Levels[stages.Count] : null;
        }

        double before = stages.SkipLast(1).Select(stage => stage.GoodputPerSecond).DefaultIfEmpty().Max();
        return IsReliable(stages[^1]) && stages[^1].GoodputPerSecond > before * Better && level.Concurrency * 2 <= MostConcurrency
            ? new LoadLevel(level.Concurrency * 2, null)
            : null;
    }

    private static double? FindKnee(List<HfPerformanceStage> stages)
    {
        List<HfPerformanceStage> reliable = stages.FindAll(IsReliable) is { Count: > 0 } some ? some : stages;
        double best = reliable.Max(stage => stage.GoodputPerSecond);
        HfPerformanceStage? knee = best > 0 ? reliable.Find(stage => stage.GoodputPerSecond * Better >= best) : null;
        return knee?.Concurrency ?? knee?.RequestRate;
    }

    private static bool IsReliable(HfPerformanceStage stage) => stage.Failed * OneOf <= stage.Requests;
}
