using System.Text.Json.Nodes;

namespace HfEndpoints.Client;

/// <summary>
/// The body of a create or an update. Only members that are set are sent; in an update the service leaves the others
/// as they are, and an empty list or table clears.
/// </summary>
public sealed record EndpointRequest
{
    /// <summary>The name: 1 to 32 of a-z, 0-9 and '-'. Only in a create.</summary>
    public string? Name { get; init; }

    /// <summary>Who may call it: <c>public</c>, <c>authenticated</c> or <c>private</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The account that a private link is made for.</summary>
    public string? AccountId { get; init; }

    /// <summary>Where it runs.</summary>
    public EndpointProvider? Provider { get; init; }

    /// <summary>What it runs on.</summary>
    public ComputeRequest? Compute { get; init; }

    /// <summary>What it serves.</summary>
    public ModelRequest? Model { get; init; }

    /// <summary>The path under a domain of one's own.</summary>
    public RouteRequest? Route { get; init; }

    /// <summary>Whether answers are cached.</summary>
    public bool? CacheHttpResponses { get; init; }

    /// <summary>The owner's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The router beside the container; an empty object removes it.</summary>
    public JsonObject? CustomRouter { get; init; }

    /// <summary>Features the service may switch on for an account.</summary>
    public JsonObject? ExperimentalFeatures { get; init; }

    /// <summary>Who may reach it by address.</summary>
    public JsonObject? Network { get; init; }

    /// <summary>Whom the service tells of events.</summary>
    public JsonObject? Notifications { get; init; }

    /// <summary>The private link of a cloud account.</summary>
    public JsonObject? PrivateService { get; init; }
}
