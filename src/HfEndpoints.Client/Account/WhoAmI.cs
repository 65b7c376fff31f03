using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>The account of a token, from <c>GET /api/whoami-v2</c> of the hub.</summary>
public sealed record WhoAmI
{
    /// <summary>The kind of account: <c>user</c>, <c>org</c> or <c>app</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The account's name, which is also its namespace.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The display name.</summary>
    [JsonPropertyName("fullname")]
    public string? FullName { get; init; }

    /// <summary>Whether the account has a payment method.</summary>
    public bool? CanPay { get; init; }

    /// <summary>The organizations the user is a member of.</summary>
    [JsonPropertyName("orgs")]
    public IReadOnlyList<Organization> Organizations { get; init => field = value ?? []; } = [];

    /// <summary>The properties of the token itself.</summary>
    public Authentication? Auth { get; init; }

    /// <summary>Whether a namespace is the account itself or one of its organizations.</summary>
    /// <param name="owner">The name of a user or an organization.</param>
    /// <returns>False also for an organization that the token may not see.</returns>
    public bool Has(string owner) => Organizations.Select(organization => organization.Name).Append(Name)
        .Contains(owner, StringComparer.OrdinalIgnoreCase);
}

/// <summary>An organization of a user, from whoami.</summary>
public sealed record Organization
{
    /// <summary>The organization's name, which is also its namespace.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The user's role: <c>admin</c>, <c>write</c>, <c>contributor</c>, <c>read</c> or <c>no_access</c>.</summary>
    public string? RoleInOrg { get; init; }

    /// <summary>Whether the organization has a payment method.</summary>
    public bool? CanPay { get; init; }
}

/// <summary>How the caller is authenticated, from whoami.</summary>
public sealed record Authentication
{
    /// <summary>The kind, <c>access_token</c> for a user access token.</summary>
    public string? Type { get; init; }

    /// <summary>The properties of the access token, never its value.</summary>
    public AccessTokenInfo? AccessToken { get; init; }

    /// <summary>When the authentication expires; null if it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The properties of an access token, without its value.</summary>
public sealed record AccessTokenInfo
{
    /// <summary>The name that its owner gave it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it may do: <c>read</c>, <c>write</c>, <c>god</c> or <c>fineGrained</c>.</summary>
    public string? Role { get; init; }
}
