namespace HfEndpoints.Client;

/// <summary>Calculates the costs of endpoints, in USD. Values that need an unknown price are null.</summary>
internal static class EndpointCosts
{
    /// <summary>Calculates the costs of an endpoint.</summary>
    /// <param name="endpoint">Which endpoint, on which instance, with the price of a replica.</param>
    /// <param name="state">The endpoint's state.</param>
    /// <param name="replicas">Its current replicas, including those that are starting or stopping.</param>
    /// <param name="minReplica">The minimum number of replicas.</param>
    /// <param name="maxReplica">The maximum number of replicas.</param>
    public static HfEndpointCost Calculate(
        HfEndpointCost endpoint, string? state, int replicas, int minReplica, int maxReplica) => endpoint with
        {
            UsdPerHour = Times(endpoint.PricePerHour, EndpointStates.CostsNothing(state) ? 0 : replicas),
            UsdPerHourAtMin = Times(endpoint.PricePerHour, minReplica),
            UsdPerHourAtMax = Times(endpoint.PricePerHour, maxReplica),
        };

    /// <summary>Adds up costs, without a price per replica. Unknown costs count as zero.</summary>
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
