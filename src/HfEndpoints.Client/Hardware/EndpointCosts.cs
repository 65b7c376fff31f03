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

    /// <summary>The cost of an endpoint per hour, as it is now.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="price">The price of a replica; null if it is not known.</param>
    public static decimal? Now(HfInferenceEndpoint endpoint, decimal? price) => Times(price, Replicas(endpoint));

    /// <summary>The cost of an endpoint per hour after a change, with as many of its replicas as its new bounds allow.</summary>
    /// <param name="current">The endpoint as it is; null if it is to be created.</param>
    /// <param name="settings">What is set.</param>
    /// <param name="price">The price of a replica then; null if it is not known.</param>
    public static decimal? After(HfInferenceEndpoint? current, EndpointSettings settings, decimal? price)
    {
        if (current is null)
        {
            // A new endpoint starts at least one replica.
            return Times(price, Math.Max(1, settings.MinReplica ?? 1));
        }

        int now = Replicas(current);
        int min = settings.MinReplica ?? current.MinReplica;
        int max = Math.Max(min, settings.MaxReplica ?? current.MaxReplica);
        return Times(price, now == 0 ? 0 : Math.Clamp(now, min, max));
    }

    // Replicas that are starting or stopping cost money too.
    private static int Replicas(HfInferenceEndpoint endpoint) => EndpointStates.CostsNothing(endpoint.Status)
        ? 0
        : Math.Max(endpoint.ReadyReplica ?? 0, endpoint.TargetReplica ?? 0);

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
