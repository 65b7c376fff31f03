namespace HfEndpoints.Client;

/// <summary>A domain of one's own that endpoints may be reached at (<c>DomainWithStatus</c>).</summary>
public sealed record CustomDomain
{
    /// <summary>The domain.</summary>
    public string Domain { get; init => field = value ?? ""; } = "";

    /// <summary>When it was added.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How far it is.</summary>
    public StageStatus Status { get; init => field = value ?? new(); } = new();
}
