namespace HfEndpoints.Client;

/// <summary>A metric that the service is known to keep for its endpoints.</summary>
public sealed record MetricDefinition
{
    /// <summary>Its name here, such as <c>TimeToFirstToken</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures.</summary>
    public required string Description { get; init; }

    /// <summary>What its values count; null where the service does not tell.</summary>
    public string? Unit { get; init; }

    /// <summary>Other names it is known by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Where it stands in the answer that has all metrics, its members joined by '/'.</summary>
    internal string Graph { get; init; } = "";

    /// <summary>The route that answers with it, below <c>metrics</c>.</summary>
    internal string Route { get; init; } = "";

    /// <summary>The member of that route's answer; null where the answer is nothing else.</summary>
    internal string? Part { get; init; }
}
