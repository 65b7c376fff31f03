namespace HfEndpoints;

/// <summary>The cost of an endpoint, or of several together, in USD.</summary>
public sealed record HfEndpointCost
{
    /// <summary>The average hours of a month.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>The endpoint's name; 'Total' for the sum.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that pays; null for the sum.</summary>
    public string? Namespace { get; init; }

    /// <summary>The vendor, region, type and size of each replica's instance; null for the sum.</summary>
    public string? Instance { get; init; }

    /// <summary>The price of a replica per hour; null if the instance is no longer listed, and for the sum.</summary>
    public decimal? PricePerHour { get; init; }

    /// <summary>The cost of the current replicas per hour; null if it is not known.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>The cost of the current replicas in a month of 730 hours.</summary>
    public decimal? UsdPerMonth => UsdPerHour * HoursPerMonth;

    /// <summary>The cost of the minimum number of replicas per hour.</summary>
    public decimal? UsdPerHourAtMin { get; init; }

    /// <summary>The cost of the maximum number of replicas per hour.</summary>
    public decimal? UsdPerHourAtMax { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
