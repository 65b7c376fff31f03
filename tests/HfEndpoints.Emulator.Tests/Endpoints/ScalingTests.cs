namespace HfEndpoints.Emulator.Tests;

public class ScalingTests
{
    private static readonly DateTimeOffset s_start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ReplicasFollowTheLoadAndGoAgain()
    {
        EndpointLife life = Running(maxReplica: 3);

        for (int i = 0; i < 5; i++)
        {
            life.RequestStarted(At(100));
        }

        life.RequestStarted(At(130));
        Assert.Equal(3, life.TargetReplica);
        Assert.Equal(2, life.ReadyReplica(At(130)));
        Assert.Equal(3, life.ReadyReplica(At(160)));

        for (int i = 0; i < 6; i++)
        {
            life.RequestFinished(At(200));
        }

        life.Settle(At(499));
        Assert.Equal(3, life.TargetReplica);
        life.Settle(At(500));
        Assert.Equal(1, life.TargetReplica);
    }

    [Fact]
    public void ALongAnswerIsNotIdleness()
    {
        EndpointLife life = Running(idle: TimeSpan.FromMinutes(15));

        life.RequestStarted(At(60));
        life.RequestFinished(At(7200));
        Assert.Equal(EndpointState.Running, life.State);

        life.Settle(At(7200 + 900));
        Assert.Equal(EndpointState.ScaledToZero, life.State);
    }

    [Fact]
    public void WhatWasDueLongAgoHappensAtItsOwnTime()
    {
        EndpointLife life = Running(idle: TimeSpan.FromMinutes(15));

        life.Settle(At(1_000_000));

        ReplicaRun run = Assert.Single(life.Runs);
        Assert.Equal(At(25 + 900), run.StoppedAt);
        Assert.Equal(TimeSpan.FromMinutes(16), run.Billed(At(1_000_000)));
    }

    private static EndpointLife Running(int maxReplica = 1, TimeSpan? idle = null)
    {
        var plan = new DeploymentPlan
        {
            MinReplica = idle is null ? 1 : 0,
            MaxReplica = maxReplica,
            IdleTimeout = idle,
            PendingTime = TimeSpan.FromSeconds(5),
            InitializingTime = TimeSpan.FromSeconds(20),
            PricePerHour = 1,
            RequestsPerReplica = 2,
            Outcome = DeploymentOutcome.Ready,
        };
        var life = new EndpointLife("0123456789abcdef01234567", plan, s_start);
        life.Deploy(s_start);
        life.Settle(At(25));
        Assert.Equal(EndpointState.Running, life.State);
        return life;
    }

    private static DateTimeOffset At(double seconds) => s_start.AddSeconds(seconds);
}
