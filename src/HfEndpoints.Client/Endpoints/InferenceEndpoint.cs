using System.Text.Json;
using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>
/// An endpoint as the service tells of it (<c>EndpointWithStatus</c> of its OpenAPI document). Members that an older
/// or newer server leaves out, or sends as null, keep their default; <see cref="Raw"/> has whatever it sent.
/// </summary>
public sealed record InferenceEndpoint
{
    /// <summary>The endpoint's name, unique in its namespace.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The user or organization that owns it. The service does not send it: it is the one asked for.</summary>
    [JsonIgnore]
    public string Namespace { get; init; } = "";

    /// <summary>Who may call it: <c>public</c>, <c>authenticated</c>, <c>private</c>, or a word of another version.</summary>
    public string? Type { get; init; }

    /// <summary>The account of a private link, in older answers.</summary>
    public string? AccountId { get; init; }

    /// <summary>Where it runs.</summary>
    public EndpointProvider Provider { get; init => field = value ?? new(); } = new();

    /// <summary>What it runs on.</summary>
    public EndpointCompute Compute { get; init => field = value ?? new(); } = new();

    /// <summary>What it serves.</summary>
    public EndpointModel Model { get; init => field = value ?? new(); } = new();

    /// <summary>The route that answers 200 once the server is ready, below <see cref="EndpointStatus.Url"/>.</summary>
    public string? HealthRoute { get; init; }

    /// <summary>The owner's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How it is.</summary>
    public EndpointStatus Status { get; init => field = value ?? new(); } = new();

    /// <summary>The server's whole answer, secrets masked.</summary>
    [JsonIgnore]
    public JsonElement Raw { get; init; }
}
