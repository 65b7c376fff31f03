namespace HfEndpoints.Client;

/// <summary>What an endpoint costs, in USD. What needs a price that is not known is null.</summary>
public sealed record EndpointCost
{
    /// <summary>The hours of a month, on average.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>What a replica costs per hour.</summary>
    public decimal? PricePerHour { get; init; }

    /// <summary>What the replicas there are now cost per hour.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>What they cost in a month, if nothing changes.</summary>
    public decimal? UsdPerMonth => UsdPerHour * HoursPerMonth;

    /// <summary>What the least number of replicas costs per hour.</summary>
    public decimal? UsdPerHourAtMin { get; init; }

    /// <summary>What the greatest number of replicas costs per hour.</summary>
    public decimal? UsdPerHourAtMax { get; init; }

    /// <summary>Makes the costs of an endpoint.</summary>
    /// <param name="pricePerHour">What a replica costs per hour; null where that is not known.</param>
    /// <param name="state">The endpoint's state: paused, scaled to zero and failed ones cost nothing.</param>
    /// <param name="replicas">Its replicas now, those that start or stop included.</param>
    /// <param name="minReplica">The least number of replicas.</param>
    /// <param name="maxReplica">The greatest number of replicas.</param>
    /// <returns>The costs.</returns>
    public static EndpointCost Calculate(decimal? pricePerHour, string? state, int replicas, int minReplica, int maxReplica)
    {
        bool isStopped = EndpointStates.Is(state, EndpointStates.Paused)
            || EndpointStates.Is(state, EndpointStates.ScaledToZero)
            || EndpointStates.Is(state, EndpointStates.Failed);
        return new EndpointCost
        {
            PricePerHour = pricePerHour,
            UsdPerHour = Times(pricePerHour, isStopped ? 0 : replicas),
            UsdPerHourAtMin = Times(pricePerHour, minReplica),
            UsdPerHourAtMax = Times(pricePerHour, maxReplica),
        };
    }

    /// <summary>Adds costs up; what is not known counts as nothing.</summary>
    /// <param name="costs">The costs.</param>
    /// <returns>The sums, without a price of their own.</returns>
    public static EndpointCost Sum(IReadOnlyCollection<EndpointCost> costs) => new()
    {
        UsdPerHour = costs.Sum(cost => cost.UsdPerHour ?? 0),
        UsdPerHourAtMin = costs.Sum(cost => cost.UsdPerHourAtMin ?? 0),
        UsdPerHourAtMax = costs.Sum(cost => cost.UsdPerHourAtMax ?? 0),
    };

    // No replicas cost nothing, whatever one would.
    private static decimal? Times(decimal? price, int replicas) => replicas == 0 ? 0 : price * replicas;
}
