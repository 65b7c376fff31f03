namespace HfEndpoints.Client;

/// <summary>The cloud an endpoint runs in.</summary>
public sealed record EndpointProvider
{
    /// <summary>The vendor: <c>aws</c>, <c>azure</c>, <c>gcp</c>.</summary>
    public string? Vendor { get; init; }

    /// <summary>The vendor's region, such as <c>us-east-1</c>.</summary>
    public string? Region { get; init; }
}
