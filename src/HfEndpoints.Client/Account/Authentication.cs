namespace HfEndpoints.Client;

/// <summary>How the caller is authenticated, as whoami tells it.</summary>
public sealed record Authentication
{
    /// <summary>The kind, <c>access_token</c> for a user access token.</summary>
    public string? Type { get; init; }

    /// <summary>The access token's own facts, never its value.</summary>
    public AccessTokenInfo? AccessToken { get; init; }

    /// <summary>When the authentication ends; null where it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
