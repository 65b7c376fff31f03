namespace HfEndpoints.Client;

/// <summary>How far a domain is.</summary>
public sealed record StageStatus
{
    /// <summary>
    /// <c>Pending</c>, <c>PendingChallenge</c>, <c>ExpiredChallenge</c>, <c>Ready</c>, <c>Misconfigured</c> or
    /// <c>Deleting</c>; others as they come.
    /// </summary>
    public string Stage { get; init => field = value ?? ""; } = "";
}
