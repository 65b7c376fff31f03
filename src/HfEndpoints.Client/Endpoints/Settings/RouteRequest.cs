namespace HfEndpoints.Client;

/// <summary>An endpoint's place under a domain of one's own.</summary>
public sealed record RouteRequest
{
    /// <summary>The domain.</summary>
    public string? Domain { get; init; }

    /// <summary>The path, beginning with '/'.</summary>
    public string? Path { get; init; }
}
