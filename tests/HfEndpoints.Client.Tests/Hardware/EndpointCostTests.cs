namespace HfEndpoints.Client.Tests;

public sealed class EndpointCostTests
{
    [Fact]
    public void CostsFollowTheReplicas()
    {
        HfEndpointCost cost = Calculate(0.8m, "running", replicas: 2, minReplica: 1, maxReplica: 4);

        Assert.Equal(0.8m, cost.PricePerHour);
        Assert.Equal(1.6m, cost.UsdPerHour);
        Assert.Equal(1168m, cost.UsdPerMonth);
        Assert.Equal(0.8m, cost.UsdPerHourAtMin);
        Assert.Equal(3.2m, cost.UsdPerHourAtMax);
    }

    [Theory]
    [InlineData("running", 1)]
    [InlineData("initializing", 1)]
    [InlineData("updating", 1)]
    [InlineData("updateFailed", 1)]
    [InlineData("a new word", 1)]
    [InlineData("paused", 0)]
    [InlineData("scaledToZero", 0)]
    [InlineData("failed", 0)]
    public void OnlyWhatIsNotStoppedCosts(string state, int expected) =>
        Assert.Equal(expected, Calculate(1, state, 1, 1, 1).UsdPerHour);

    [Fact]
    public void WithoutAPriceOnlyNothingIsKnownToCostNothing()
    {
        HfEndpointCost cost = Calculate(null, "running", 1, 0, 1);

        Assert.Null(cost.PricePerHour);
        Assert.Null(cost.UsdPerHour);
        Assert.Null(cost.UsdPerMonth);
        Assert.Equal(0, cost.UsdPerHourAtMin);
        Assert.Null(cost.UsdPerHourAtMax);
    }

    [Fact]
    public void ASumPassesOverWhatIsNotKnown()
    {
        HfEndpointCost sum = EndpointCosts.Sum(
        [
            Calculate(0.1m, "running", 1, 1, 2),
            Calculate(0.2m, "running", 1, 1, 2),
            Calculate(null, "running", 1, 1, 2),
        ]);

        Assert.Null(sum.PricePerHour);
        Assert.Equal(0.3m, sum.UsdPerHour);
        Assert.Equal(219m, sum.UsdPerMonth);
        Assert.Equal(0.3m, sum.UsdPerHourAtMin);
        Assert.Equal(0.6m, sum.UsdPerHourAtMax);
    }

    private static HfEndpointCost Calculate(decimal? price, string state, int replicas, int minReplica, int maxReplica) =>
        EndpointCosts.Calculate(new HfEndpointCost { Name = "e", PricePerHour = price }, state, replicas, minReplica, maxReplica);
}
