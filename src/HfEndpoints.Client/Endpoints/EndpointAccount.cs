namespace HfEndpoints.Client;

/// <summary>A user, as an endpoint's status names one.</summary>
public sealed record EndpointAccount
{
    /// <summary>The id of 24 hexadecimal digits.</summary>
    public string? Id { get; init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; init; }
}
