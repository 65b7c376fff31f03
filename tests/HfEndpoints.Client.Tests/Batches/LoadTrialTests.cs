using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client.Tests;

/// <summary>When the limit of a batch climbs, and when it is lowered on trial.</summary>
public sealed class LoadTrialTests
{
    private readonly LoadTrial _trial = new();

    [Fact]
    public void ALimitClimbsInStepsOverHalfAnAnswersTime()
    {
        var clock = new ManualTimeProvider();
        var ramp = new LimitRamp(clock);
        ramp.Set(4);
        ramp.Climb(36, latency: 4.25, clock.GetTimestamp());

        for (int limit = 4; limit < 36; limit += 2)
        {
            Assert.Equal((limit, TimeSpan.FromSeconds(0.125)), (ramp.Limit, ramp.NextStep(clock.GetTimestamp())));
            clock.Advance(TimeSpan.FromSeconds(0.12));
            Assert.False(ramp.Advance(clock.GetTimestamp()));
            clock.Advance(TimeSpan.FromSeconds(0.005));
            Assert.Equal(TimeSpan.Zero, ramp.NextStep(clock.GetTimestamp()));
            Assert.Equal(limit == 34, ramp.Advance(clock.GetTimestamp()));
        }

        Assert.Equal((36, false, null), (ramp.Limit, ramp.IsClimbing, ramp.NextStep(clock.GetTimestamp())));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False(ramp.Advance(clock.GetTimestamp()));
        ramp.Set(0);
        Assert.Equal((1, false), (ramp.Limit, ramp.IsClimbing));
    }

    [Fact]
    public void AShortClimbHasNoMoreStepsThanItNeedsAndEndsAtItsTarget()
    {
        var clock = new ManualTimeProvider();
        var ramp = new LimitRamp(clock);
        ramp.Climb(3, latency: 0.75, clock.GetTimestamp());

        Assert.Equal(TimeSpan.FromSeconds(0.125), ramp.NextStep(clock.GetTimestamp()));
        ramp.Set(1);
        ramp.Climb(48, latency: 1, clock.GetTimestamp());
        while (ramp.IsClimbing)
        {
            clock.Advance(ramp.NextStep(clock.GetTimestamp())!.Value);
            ramp.Advance(clock.GetTimestamp());
        }

        Assert.Equal(48, ramp.Limit);
    }

    [Fact]
    public void ManyFailuresBeginATrialOfAsManyAsWereAnsweredAndFewer()
    {
        Assert.All(Count(19, hasFailed: true), step => Assert.Equal(TrialStep.None, step));
        Assert.Equal(TrialStep.Begin, Count(1, hasFailed: true)[0]);

        // A fifth of the 100 requests has failed.
        Assert.Equal((true, 100, 60), (_trial.IsOn, _trial.HighLimit, _trial.LowLimit));
    }

    [Fact]
    public void FailuresThatAreUsualBeginNone()
    {
        Count(19, hasFailed: true);
        Count(381, hasFailed: false);

        // 19 of 480 are usual now.
        Assert.All(Count(21, hasFailed: true), step => Assert.Equal(TrialStep.None, step));
        Assert.Equal(TrialStep.Begin, Count(1, hasFailed: true)[0]);
    }

    [Theory]
    [InlineData(100, 9, true)]
    [InlineData(100, 10, false)]
    [InlineData(0, 3, false)]
    public void AShareIsUsualUpToTwiceAndTwo(int requests, int failures, bool isUsual)
    {
        Count(19, hasFailed: true);
        Count(381, hasFailed: false);

        Assert.Equal(isUsual, _trial.AreUsual(failures, requests));
    }

    [Fact]
    public void ALimitOfOneIsNotLowered()
    {
        Assert.All(Count(60, hasFailed: true, limit: 1), step => Assert.Equal(TrialStep.None, step));

        Assert.False(_trial.IsOn);
    }

    [Fact]
    public void TheLowLimitIsKeptIfFarFewerFail()
    {
        Count(20, hasFailed: true);

        List<TrialStep> steps = [.. Count(9, hasFailed: true), .. Count(91, hasFailed: false)];

        Assert.All(steps.SkipLast(1), step => Assert.Equal(TrialStep.None, step));
        Assert.Equal((TrialStep.Keep, false), (steps[^1], _trial.IsOn));
    }

    [Fact]
    public void TheHighLimitReturnsIfAsManyFail()
    {
        Count(20, hasFailed: true);

        List<TrialStep> steps = Count(10, hasFailed: true);

        Assert.All(steps.SkipLast(1), step => Assert.Equal(TrialStep.None, step));
        Assert.Equal((TrialStep.Revert, false), (steps[^1], _trial.IsOn));
        Assert.True(_trial.AreUsual(failures: 42, requests: 100));
        Assert.False(_trial.AreUsual(failures: 43, requests: 100));
    }

    [Fact]
    public void ATrialThatIsCancelledBeginsAnew()
    {
        Count(20, hasFailed: true);
        Count(9, hasFailed: true);

        _trial.Cancel();

        Assert.False(_trial.IsOn);
        Assert.All(Count(19, hasFailed: true), step => Assert.Equal(TrialStep.None, step));
        _trial.Restart();
        Assert.All(Count(19, hasFailed: true), step => Assert.Equal(TrialStep.None, step));
    }

    private List<TrialStep> Count(int count, bool hasFailed, int limit = 100) =>
        [.. Enumerable.Range(0, count).Select(_ => _trial.Count(hasFailed, limit, inFlight: 80))];
}
