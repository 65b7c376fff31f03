namespace HfEndpoints.Chaos;

/// <summary>The short runs.</summary>
[Collection(nameof(ChaosTests))]
public sealed class ChaosTests
{
    private const int Operations = 1500;

    [Theory]
    [InlineData(42)]
    public async Task PromisesAreKept(int seed)
    {
        var run = new ChaosRun(seed);

        await run.RunAsync(Operations, TimeSpan.FromMinutes(4));

        Assert.Empty(run.Wrong);
        Assert.Equal(Operations, run.Tally.Operations);
    }
}
