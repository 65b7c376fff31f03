using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>A named list of address ranges that may reach an endpoint (<c>CidrListSpec</c>).</summary>
public sealed record CidrList
{
    /// <summary>The service's id; null before it is created.</summary>
    public string? Id { get; init; }

    /// <summary>The name for people.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The ranges, such as <c>203.0.113.0/24</c>.</summary>
    [JsonPropertyName("cidrList")]
    public IReadOnlyList<string> Ranges { get; init => field = value ?? []; } = [];
}
