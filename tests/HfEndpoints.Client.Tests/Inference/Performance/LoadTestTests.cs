using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class LoadTestTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    [Fact]
    public async Task TheWarmUpIsLeftOut()
    {
        var load = new SimulatedLoad
        {
            Options = Options(1) with { Count = 5, WarmUp = 3 },
            Answer = (server, number, _, stop) => server.PassAsync(number < 0 ? 10_000 : 50, stop),
        };

        HfPerformanceStage stage = Assert.Single(await load.RunAsync());

        Assert.Equal(5, stage.Requests);
        Assert.Equal(50, stage.Latency!.Max.TotalMilliseconds, 1);
        Assert.Equal(0.25, stage.Duration.TotalSeconds, 3);
        Assert.Equal(20, stage.RequestsPerSecond, 3);
    }

    [Fact]
    public async Task AWarmUpInWhichEverythingFailsEndsTheTest()
    {
        var load = new SimulatedLoad { Options = Options(1) with { WarmUp = 3 }, Answer = (_, _, _, _) => throw Refusal() };

        await Expect.FailureAsync(HfErrorKind.RateLimited, () => load.RunAsync());

        Assert.Empty(load.Starts);
    }

    [Fact]
    public async Task AStageInWhichEverythingFailsEndsEarlyAndHasItsErrors()
    {
        var load = new SimulatedLoad
        {
            Options = Options(4, 8) with { Count = null, Duration = s_long },
            Answer = (_, _, _, _) => throw Refusal(),
        };

        List<HfPerformanceStage> stages = await load.RunAsync();

        Assert.Equal(2, stages.Count);
        Assert.All(stages, stage =>
        {
            Assert.Equal(0, stage.Succeeded);
            Assert.InRange(stage.Failed, 20, 32);
            Assert.Equal(stage.Requests, stage.Failed);
            Assert.Equal($"RateLimited: {stage.Failed}", stage.Errors.ToString());
            Assert.Null(stage.Latency);
            Assert.Null(stage.TimeToFirstToken);
            Assert.Null(stage.Knee);
            Assert.Equal(0, stage.GoodputPerSecond);
        });
    }

    [Fact]
    public async Task ARateIsKeptHoweverSlowTheAnswersAre()
    {
        TimeSpan[][] starts = await Task.WhenAll(new[] { 1.0, 60_000 }.Select(async milliseconds =>
        {
            var load = new SimulatedLoad
            {
                Options = Options() with { RequestRates = [20], Count = null, Duration = TimeSpan.FromSeconds(60) },
                Answer = (server, _, _, stop) => server.PassAsync(milliseconds, stop),
            };
            HfPerformanceStage stage = Assert.Single(await load.RunAsync());
            Assert.Equal(milliseconds, stage.Latency!.P99.TotalMilliseconds, milliseconds * 0.02 + 1);
            Assert.False(stage.IsClientLimited);
            return load.Starts.ToArray();
        }));

        Assert.Equal(starts[0], starts[1]);
        Assert.InRange(starts[0].Length, 1100, 1300);
    }

    [Fact]
    public async Task TheGapsOfARateAreThoseOfChance()
    {
        var load = new SimulatedLoad
        {
            Options = Options() with { RequestRates = [1], Count = 4000 },
            Answer = (_, _, _, _) => Task.CompletedTask,
        };

        await load.RunAsync();

        double[] gaps = [.. load.Starts.Zip(load.Starts.Skip(1), (one, next) => (next - one).TotalSeconds)];
        Assert.InRange(gaps.Average(), 0.95, 1.05);
        // Of an exponential distribution, 1 - 1/e are below the mean, and the variance is its square.
        Assert.InRange(gaps.Count(gap => gap < 1) / (double)gaps.Length, 0.61, 0.66);
        Assert.InRange(gaps.Average(gap => Math.Pow(gap - 1, 2)), 0.85, 1.15);
    }

    [Fact]
    public async Task WhatTheClientIsLateCountsAsLatency()
    {
        var load = new SimulatedLoad
        {
            Options = Options() with { RequestRates = [10], Count = 50 },
            Answer = (server, _, _, stop) => server.PassAsync(10, stop),

            // As if the client had too much to do.
            StandsStillAt = 1,
        };

        HfPerformanceStage stage = Assert.Single(await load.RunAsync());

        Assert.Equal(50, stage.StartDelay!.Count);
        Assert.InRange(stage.StartDelay.Max.TotalSeconds, 1.5, 2);
        Assert.InRange(stage.Latency!.P90.TotalSeconds, 0.5, 2.02);
        Assert.InRange(stage.Latency.P50.TotalMilliseconds, 10, 12);
        Assert.True(stage.IsClientLimited);
    }

    [Fact]
    public async Task AutoFindsTheKneeOfAServerThatRefuses()
    {
        var load = new SimulatedLoad
        {
            Options = Options(1) with { IsAuto = true, Count = null, Duration = TimeSpan.FromSeconds(20) },
            Answer = (server, _, _, stop) => server.Busy > 8 ? throw Refusal() : server.PassAsync(50, stop),
        };

        List<HfPerformanceStage> stages = await load.RunAsync();

        Assert.Equal([1, 2, 4, 8, 16], stages.Select(stage => stage.Concurrency));
        Assert.Equal(8, stages[^1].Knee);
        Assert.Equal(0, stages[3].Failed);
        Assert.Equal(160, stages[3].RequestsPerSecond, 1.0);
        Assert.True(stages[4].Failed > 0);
    }

    [Fact]
    public async Task AutoFindsTheKneeOfAServerThatQueuesAndOfLimits()
    {
        // Beyond 8 it has no more throughput; beyond 4 it begins too late.
        static async Task AnswerAsync(SimulatedLoad server, RequestTiming timing, CancellationToken stop)
        {
            double slow = Math.Max(1, server.Busy / 8.0);
            await server.PassAsync(10 * server.Busy, stop).ConfigureAwait(false);
            timing.Piece();
            await server.PassAsync(100 * slow, stop).ConfigureAwait(false);
            timing.Piece();
            timing.OutputTokens = 2;
        }

        var load = new SimulatedLoad
        {
            Options = Options(1) with
            {
                IsAuto = true,
                Count = null,
                Duration = TimeSpan.FromSeconds(60),
                MaxTimeToFirstToken = TimeSpan.FromMilliseconds(45),
            },
            Answer = (server, _, timing, stop) => AnswerAsync(server, timing, stop),
        };

        List<HfPerformanceStage> stages = await load.RunAsync();

        Assert.Equal(4, stages[^1].Knee);
        Assert.Equal(8, stages[^1].Concurrency);
        Assert.True(stages[^1].GoodputPerSecond < stages[^1].RequestsPerSecond / 2);
    }

    [Fact]
    public async Task ATestThatIsStoppedKeepsTheStagesThatHaveEnded()
    {
        using var stop = new CancellationTokenSource();
        var load = new SimulatedLoad
        {
            Options = Options(1, 2) with { Count = 5 },
            Answer = (server, number, _, token) =>
            {
                if (number == 8)
                {
                    stop.Cancel();
                }

                return server.PassAsync(50, token);
            },
        };
        List<HfPerformanceStage> stages = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load.RunAsync(stages, stop.Token));

        Assert.Equal(1, Assert.Single(stages).Concurrency);
        Assert.Equal(0, load.Busy);
    }

    [Fact]
    public async Task ARateThatIsStoppedLeavesNothingUnderWay()
    {
        using var stop = new CancellationTokenSource();
        int ended = 0;
        var load = new SimulatedLoad
        {
            Options = Options() with { RequestRates = [10], Count = 1000 },
            Answer = async (server, number, _, token) =>
            {
                if (number == 20)
                {
                    stop.Cancel();
                }

                try
                {
                    await server.PassAsync(60_000, token).ConfigureAwait(false);
                }
                finally
                {
                    ended++;
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load.RunAsync([], stop.Token));

        Assert.Equal((20, 0), (ended, load.Busy));
    }

    [Fact]
    public async Task ALoadThatIsMostlyRefusedIsNotTheKnee()
    {
        // Once it refuses, it answers the others faster.
        bool refuses = false;
        var load = new SimulatedLoad
        {
            Options = Options(2, 4, 8) with { Count = null, Duration = TimeSpan.FromSeconds(20) },
            Answer = (server, _, _, stop) =>
            {
                refuses |= server.Busy > 4;
                return server.Busy > 4 ? throw Refusal() : server.PassAsync(refuses ? 30 : 50, stop);
            },
        };

        List<HfPerformanceStage> stages = await load.RunAsync();

        Assert.True(stages[2].GoodputPerSecond > stages[1].GoodputPerSecond * 1.5);
        Assert.True(stages[2].Failed * 20 > stages[2].Requests);
        Assert.Equal(4, stages[2].Knee);
    }

    [Fact]
    public async Task TheCostIsThatOfTheTimeForTheTokens()
    {
        var load = new SimulatedLoad
        {
            Options = Options(2) with { Count = 20, UsdPerHour = 3.6m },
            Answer = async (server, _, timing, stop) =>
            {
                await server.PassAsync(100, stop).ConfigureAwait(false);
                timing.Piece();
                timing.InputTokens = 7;
                timing.OutputTokens = 50;
            },
        };

        HfPerformanceStage stage = Assert.Single(await load.RunAsync());

        // 20 answers, two at a time, in one second: 1000 tokens for USD 0.001.
        Assert.Equal(1000, stage.OutputTokensPerSecond!.Value, 1.0);
        Assert.Equal(140, stage.InputTokens);
        Assert.Equal(1.0, (double)stage.UsdPerMillionOutputTokens!, 0.01);
        Assert.Equal(10, stage.Throughput.Count);
        Assert.Equal(1000, stage.Throughput.Average(), 1.0);
        Assert.Equal(10, stage.Trend.Length);
    }

    private static HfException Refusal() => new(HfErrorKind.RateLimited, "Full.");

    private static LoadTestOptions Options(params int[] concurrency) => new() { Concurrency = concurrency, Count = 10, WarmUp = 0 };
}
