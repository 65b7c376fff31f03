namespace HfEndpoints.Chaos;

/// <summary>Stops at random moments.</summary>
[Collection(nameof(ChaosTests))]
public sealed class StopTests
{
    private const int Seed = 42;
    private const int Times = 12;

    [Fact]
    public async Task EveryCommandStops()
    {
        var run = new StopRun(Seed);

        await run.RunAsync(Times);

        Assert.Empty(run.Wrong);
    }
}
