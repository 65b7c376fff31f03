namespace HfEndpoints.Client.Inference;

/// <summary>How texts are ranked. A null value is not sent, and the server uses its default.</summary>
public sealed record RankParameters
{
    /// <summary>Whether to return raw scores instead of those between 0 and 1 (TEI only).</summary>
    public bool? RawScores { get; init; }

    /// <summary>Whether the server sends the texts back.</summary>
    public bool? ReturnText { get; init; }

    /// <summary>Whether to truncate texts that are too long; otherwise they are rejected. Only TEI takes it.</summary>
    public bool? Truncate { get; init; }

    /// <summary>How many requests run at once where the texts are too many for one.</summary>
    public int ThrottleLimit { get; init; } = 8;
}
