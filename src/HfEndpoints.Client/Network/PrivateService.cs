namespace HfEndpoints.Client;

/// <summary>A private link between a cloud account and endpoints (<c>PrivateServiceWithStatus</c>).</summary>
public sealed record PrivateService
{
    /// <summary>The service's id.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The endpoint it leads to; null where it is shared.</summary>
    public string? EndpointName { get; init; }

    /// <summary>The account it is for.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("privateService")]
    public PrivateServiceSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>How far it is.</summary>
    public PrivateServiceStatus Status { get; init => field = value ?? new(); } = new();
}
