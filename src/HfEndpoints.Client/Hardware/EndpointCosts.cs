namespace HfEndpoints.Client;

/// <summary>Calculates the costs of endpoints, in USD. Values that need an unknown price are null.</summary>
public static class EndpointCosts
{
    /// <summary>Calculates the costs of an endpoint.</summary>
    /// <param name="endpoint">Which endpoint, on which instance, with the price of a replica.</param>
    /// <param name="state">The endpoint's state: paused, scaled to zero and failed ones cost nothing.</param>
    /// <param name="replicas">Its current replicas, including those that are starting or stopping.</param>
    /// <param name="minReplica">The minimum number of replicas.</param>
    /// <param name="maxReplica">The maximum number of replicas.</param>
    /// <returns>The endpoint with its costs.</returns>
    public static HfEndpointCost Calculate(
        HfEndpointCost endpoint, string? state, int replicas, int minReplica, int maxReplica)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        bool isStopped = EndpointStates.Is(state, EndpointStates.Paused)
            || EndpointStates.Is(state, EndpointStates.ScaledToZero)
            || EndpointStates.Is(state, EndpointStates.Failed);
        return endpoint with
        {
            UsdPerHour = Times(endpoint.PricePerHour, isStopped ? 0 : replicas),
            UsdPerHourAtMin = Times(endpoint.PricePerHour, minReplica),
            UsdPerHourAtMax = Times(endpoint.PricePerHour, maxReplica),
        };
    }

    /// <summary>Adds up costs. Unknown costs count as zero.</summary>
    /// <param name="costs">The costs.</param>
    /// <returns>The sums, without a price per replica.</returns>
    public static HfEndpointCost Sum(IReadOnlyCollection<HfEndpointCost> costs) => new()
    {
        Name = "Total",
        UsdPerHour = costs.Sum(cost => cost.UsdPerHour ?? 0),
        UsdPerHourAtMin = costs.Sum(cost => cost.UsdPerHourAtMin ?? 0),
        UsdPerHourAtMax = costs.Sum(cost => cost.UsdPerHourAtMax ?? 0),
    };

    // Zero replicas cost nothing, whatever the price.
    private static decimal? Times(decimal? price, int replicas) => replicas == 0 ? 0 : price * replicas;
}
