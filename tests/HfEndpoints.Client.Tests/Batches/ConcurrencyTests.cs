using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

public sealed class ConcurrencyTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, 50, 0.0)]
    [InlineData(4, 50, 0.1)]
    [InlineData(16, 50, 0.0)]
    [InlineData(16, 50, 0.1)]
    [InlineData(16, 50, 0.9)]
    [InlineData(100, 50, 0.1)]
    [InlineData(16, 5000, 0.5)]
    public void WhatTheServerTakesIsUsedAndLittleIsRefused(int places, int milliseconds, double spread)
    {
        var server = new SimulatedServer { Places = places, Spread = spread, AnswerTime = _ => TimeSpan.FromMilliseconds(milliseconds) };
        TimeSpan answerTime = TimeSpan.FromMilliseconds(milliseconds);

        double rate = server.RateOf(200 * answerTime);

        double best = places / answerTime.TotalSeconds;
        Assert.InRange(rate / best, 0.9, 1.05);
        Assert.InRange(server.RefusalShare, 0, 0.05);
    }

    [Fact]
    public void MoreReplicasAreFoundWithinSeconds()
    {
        var server = new SimulatedServer { Places = 16 };
        server.Run(20 * s_second);
        server.Places = 64;
        server.Run(5 * s_second);

        Assert.Equal(64, server.Controller.Limit, 8.0);
    }

    [Fact]
    public void FewerReplicasAreFoundWithinSeconds()
    {
        var server = new SimulatedServer { Places = 64 };
        server.Run(20 * s_second);
        server.Places = 8;
        server.Run(3 * s_second);
        int refusals = server.Refusals;
        double rate = server.RateOf(10 * s_second);

        Assert.InRange(rate, 0.9 * 160, 165);
        Assert.InRange(server.Refusals - refusals, 0, 20);
    }

    [Fact]
    public void AServerThatQueuesIsNotGivenMoreThanItWorksOn()
    {
        // 16 at once; what comes beyond only waits.
        var server = new SimulatedServer { AnswerTime = busy => TimeSpan.FromMilliseconds(50 * Math.Max(1, busy / 16.0)) };
        server.Run(10 * s_second);
        double rate = server.RateOf(30 * s_second);

        Assert.InRange(rate, 0.9 * 320, 340);
        Assert.InRange(server.Controller.Limit, 16, 64);
    }

    [Fact]
    public void AServerThatGathersRequestsIsGivenMany()
    {
        // As language models do it: twice the requests take hardly longer.
        var server = new SimulatedServer { AnswerTime = busy => TimeSpan.FromMilliseconds(1000 * Math.Pow(busy, 0.2)) };
        server.Run(60 * s_second);

        Assert.Equal(256, server.Controller.Limit);
    }

    [Fact]
    public void AnswersOfVeryDifferentLengthDoNotHoldItBack()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var server = new SimulatedServer(seed: seed) { Places = 64, Spread = 0.95, AnswerTime = _ => s_second };
            server.Run(60 * s_second);

            Assert.InRange(server.Controller.Limit, 48, 64);
        }
    }

    [Fact]
    public void TheCeilingIsKept()
    {
        var server = new SimulatedServer(ceiling: 3);
        server.Run(10 * s_second);

        Assert.Equal((3, 3), (server.Controller.Limit, server.Controller.Highest));
        Assert.Equal(0, server.Refusals);
    }

    [Fact]
    public void ASingleRefusalNowAndThenCostsLittle()
    {
        var server = new SimulatedServer { Places = 16, SpuriousRefusals = 0.01 };
        server.Run(5 * s_second);

        Assert.InRange(server.RateOf(30 * s_second), 0.88 * 320, 330);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void FailuresThatDoNotFollowTheLoadCostOnlyThemselves(double share)
    {
        int low = 0;
        for (int seed = 0; seed < 8; seed++)
        {
            var server = new SimulatedServer(ceiling: 64, seed: seed) { FailureShare = share };
            server.Run(4 * s_second);

            low += server.Controller.Limit < 64 ? 1 : 0;
        }

        // Chance may look like load for a while.
        Assert.InRange(low, 0, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(100)]
    public void FailuresThatFollowTheLoadLowerTheLimit(int places)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            var server = new SimulatedServer(seed: seed) { Places = places, FailsBeyond = true };
            server.Run(10 * s_second);
            double rate = server.RateOf(5 * s_second);

            Assert.InRange(rate / (20 * places), 0.7, 1.05);
            Assert.InRange(server.Controller.Limit, places / 2, (1.25 * places) + 1);
        }
    }

    [Fact]
    public void AServerThatFailsByChanceAndBeyondItsPlacesIsGivenItsPlaces()
    {
        var server = new SimulatedServer { Places = 64, FailsBeyond = true, FailureShare = 0.1 };
        server.Run(10 * s_second);

        Assert.InRange(server.Controller.Limit, 32, 96);
    }

    [Fact]
    public void TheTimeTheServerAsksForIsWaited()
    {
        var clock = new ManualTimeProvider();
        var controller = new ConcurrencyController(8, clock);
        Assert.True(controller.TryStart(out RequestTicket first));
        controller.Refused(first, isDown: false, TimeSpan.FromSeconds(7));

        Assert.False(controller.TryStart(out _));
        Assert.Equal(TimeSpan.FromSeconds(7), controller.NextChange());
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.True(controller.TryStart(out _));
    }

    [Fact]
    public void TheLongestTimeThatIsAskedForIsWaited()
    {
        var clock = new ManualTimeProvider();
        var controller = new ConcurrencyController(8, clock);
        Assert.True(controller.TryStart(out RequestTicket probe));
        clock.Advance(s_second);
        controller.TryStart(out _);
        clock.Advance(s_second);
        Assert.True(controller.TryStart(out RequestTicket other));

        controller.Refused(probe, isDown: false, TimeSpan.FromSeconds(7));
        controller.Refused(other, isDown: true, TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(7), controller.NextChange());
        Assert.Equal((1, 0), (controller.Refusals, controller.InFlight));
    }

    [Fact]
    public void OneGoesFirstUntilTheEndpointHasAnswered()
    {
        var clock = new ManualTimeProvider();
        var controller = new ConcurrencyController(64, clock);
        Assert.True(controller.TryStart(out RequestTicket probe));
        controller.Down();
        clock.Advance(TimeSpan.FromMinutes(3));
        Assert.False(controller.TryStart(out _));
        Assert.Null(controller.NextChange());

        controller.Succeeded(probe);

        Assert.True(controller.TryStart(out _));
    }

    [Fact]
    public void AServerThatWorksLongOnTheFirstIsGivenMoreMeanwhile()
    {
        var clock = new ManualTimeProvider();
        var controller = new ConcurrencyController(64, clock);
        Assert.True(controller.TryStart(out _));
        Assert.False(controller.TryStart(out _));
        Assert.Equal(s_second, controller.NextChange());

        clock.Advance(s_second);
        Assert.False(controller.TryStart(out _));
        clock.Advance(controller.NextChange()!.Value);

        Assert.True(controller.TryStart(out _));
    }

    [Fact]
    public void AnEndpointThatIsDownAgainIsAskedByOne()
    {
        var clock = new ManualTimeProvider();
        var controller = new ConcurrencyController(2, clock);
        Assert.True(controller.TryStart(out RequestTicket ticket));
        controller.Succeeded(ticket);
        Assert.True(controller.TryStart(out RequestTicket one));
        clock.Advance(s_second);
        Assert.True(controller.TryStart(out RequestTicket other));

        controller.Refused(one, isDown: true, null);
        controller.Refused(other, isDown: true, null);

        Assert.True(controller.TryStart(out RequestTicket probe));
        Assert.True(probe.IsProbe);
        Assert.False(controller.TryStart(out _));
    }
}
