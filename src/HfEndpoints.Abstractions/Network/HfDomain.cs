namespace HfEndpoints;

/// <summary>A custom domain for endpoints.</summary>
public sealed record HfDomain
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The status: Pending, PendingChallenge, ExpiredChallenge, Ready, Misconfigured or Deleting.</summary>
    public required string Stage { get; init; }

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The user or organization that owns it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The domain.</summary>
    /// <returns>The domain.</returns>
    public override string ToString() => Domain;
}
