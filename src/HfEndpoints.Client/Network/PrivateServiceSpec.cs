namespace HfEndpoints.Client;

/// <summary>Whom a private link is for.</summary>
public sealed record PrivateServiceSpec
{
    /// <summary>The cloud account.</summary>
    public string? AccountId { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>Whether several endpoints share it.</summary>
    public bool Shared { get; init; }
}
