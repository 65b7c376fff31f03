namespace HfEndpoints;

/// <summary>What an endpoint costs, in USD, or several together.</summary>
public sealed record HfEndpointCost
{
    /// <summary>The hours of a month, on average.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>The endpoint's name; 'Total' for the sum.</summary>
    public required string Name { get; init; }

    /// <summary>The user or organization that pays; null for the sum.</summary>
    public string? Namespace { get; init; }

    /// <summary>The vendor, region, type and size of each replica's instance; null for the sum.</summary>
    public string? Instance { get; init; }

    /// <summary>What a replica costs per hour; null if the instance is no longer listed, and for the sum.</summary>
    public decimal? PricePerHour { get; init; }

    /// <summary>What the replicas there are now cost per hour; null if that is not known.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>What they cost in a month of 730 hours, if nothing changes.</summary>
    public decimal? UsdPerMonth => UsdPerHour * HoursPerMonth;

    /// <summary>What the least number of replicas costs per hour.</summary>
    public decimal? UsdPerHourAtMin { get; init; }

    /// <summary>What the greatest number of replicas costs per hour.</summary>
    public decimal? UsdPerHourAtMax { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
