namespace HfEndpoints;

/// <summary>A named list of address ranges that may reach an endpoint.</summary>
public sealed record HfCidrList
{
    /// <summary>The service's id, by which an endpoint's -Network names the list.</summary>
    public string? Id { get; init; }

    /// <summary>The display name.</summary>
    public required string Name { get; init; }

    /// <summary>The ranges, such as 203.0.113.0/24.</summary>
    public HfList<string> Range { get; init; } = [];

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
