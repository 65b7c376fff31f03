using HfEndpoints.Client.Inference;
using HfEndpoints.Emulator;

namespace HfEndpoints.Client.Tests;

/// <summary>Load tests of a server that is as slow as an accelerator, whose best load follows from its settings.</summary>
public sealed class AcceleratorKneeTests
{
    private const int InputTokens = 64;
    private const int OutputTokens = 64;

    // A model of 7.6 billion parameters on an A10G.
    private static readonly AcceleratorLatency s_latency = AcceleratorLatency.Of(7.6e9, 15.2e9, "nvidia-a10g", 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheKneeIsTheNumberOfSlots(bool isAuto)
    {
        const int slots = 8;

        List<HfPerformanceStage> stages = await MeasureAsync(slots, isAuto, 1, 2, 4, 8, 16, 32);

        // A test that is left to itself ends with the first stage that is of no use.
        Assert.Equal(isAuto ? [1, 2, 4, 8, 16] : [1, 2, 4, 8, 16, 32], stages.Select(stage => stage.Concurrency!.Value));
        Assert.Equal(slots, stages[^1].Knee);
        double[] speeds = [.. stages.Select(stage => stage.OutputTokensPerSecond!.Value)];
        Assert.All(Enumerable.Range(0, 3), stage => Assert.InRange(speeds[stage + 1] / speeds[stage], 1.7, 2));
        Assert.All(speeds.Skip(4), speed => Assert.InRange(speed / speeds[3], 0.97, 1.03));
        Assert.All(stages, stage => Assert.InRange(
            stage.OutputTokensPerSecond!.Value / Expected(Math.Min(slots, stage.Concurrency!.Value)), 0.93, 1.07));

        // Until then a first token only waits for the prompts of others, beyond for a slot: about the time of a whole answer.
        double alone = stages[0].TimeToFirstToken!.P50.TotalMilliseconds;
        Assert.Equal(s_latency.Prefill(InputTokens).TotalMilliseconds, alone, 1.0);
        Assert.InRange(stages[3].TimeToFirstToken!.P50.TotalMilliseconds, alone, alone * slots);
        Assert.InRange(
            stages[4].TimeToFirstToken!.P50.TotalSeconds / (OutputTokens * s_latency.Step(slots).TotalSeconds), 0.8, 1.3);

        // In a full batch each token takes as long as in any other.
        Assert.Equal(s_latency.Step(1).TotalMilliseconds, stages[0].InterTokenLatency!.P50.TotalMilliseconds, 1.0);
        Assert.Equal(s_latency.Step(slots).TotalMilliseconds, stages[^1].InterTokenLatency!.P50.TotalMilliseconds, 1.5);
    }

    [Fact]
    public async Task WithoutALimitOfSlotsTheThroughputFlattensWhereTheAcceleratorComputesAllTheTime()
    {
        List<HfPerformanceStage> stages = await MeasureAsync(slots: 4096, isAuto: true, 1);

        double most = stages.Max(stage => stage.GoodputPerSecond);
        int knee = (int)stages[^1].Knee!.Value;

        // By the formula, doubling the load adds less than 5 % from here on; the test finds that within one stage.
        int expected = 1;
        while (Expected(expected * 2) > Expected(expected) * 1.05)
        {
            expected *= 2;
        }

        Assert.InRange(knee, expected / 2, expected * 2);
        Assert.True(stages[^1].GoodputPerSecond >= most * 0.95);
        Assert.True(stages[^1].TimeToFirstToken!.P99 > stages[0].TimeToFirstToken!.P99 * 10);
    }

    // The tokens per second of a batch: all of it shares the steps, and their prompts are read one after the other.
    private static double Expected(int batch) => batch * OutputTokens
        / Math.Max(
            s_latency.Prefill(InputTokens).TotalSeconds + ((OutputTokens - 1) * s_latency.Step(batch).TotalSeconds),
            batch * s_latency.Prefill(InputTokens).TotalSeconds);

    private static Task<List<HfPerformanceStage>> MeasureAsync(int slots, bool isAuto, params int[] concurrency)
    {
        var waiting = new Queue<TaskCompletionSource>();
        var prompts = new PromptQueue();
        int running = 0;
        return new SimulatedLoad
        {
            Options = new LoadTestOptions
            {
                Concurrency = isAuto ? [] : concurrency,
                IsAuto = isAuto,
                WarmUp = 0,
                Duration = TimeSpan.FromSeconds(60),
            },
            Answer = AnswerAsync,
        }.RunAsync();

        async Task AnswerAsync(SimulatedLoad server, int number, RequestTiming timing, CancellationToken stop)
        {
            if (running == slots)
            {
                // What waits continues on the thread of the simulation, before its time moves on.
                waiting.Enqueue(new TaskCompletionSource());
                await waiting.Last().Task.ConfigureAwait(false);
            }
            else
            {
                running++;
            }

            TimeSpan start = server.Clock.GetElapsedTime(0);
            TimeSpan due = prompts.Read(start, s_latency.Prefill(InputTokens));
            for (int token = 0; token < OutputTokens; token++, due += s_latency.Step(running))
            {
                await server.PassAsync(Math.Max(0, (due - server.Clock.GetElapsedTime(0)).TotalMilliseconds), stop).ConfigureAwait(false);
                timing.Piece();
            }

            (timing.InputTokens, timing.OutputTokens) = (InputTokens, OutputTokens);
            if (waiting.TryDequeue(out TaskCompletionSource? next))
            {
                next.SetResult();
            }
            else
            {
                running--;
            }
        }
    }
}
