using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>Who a token belongs to: the answer of the hub's <c>GET /api/whoami-v2</c>.</summary>
public sealed record WhoAmI
{
    /// <summary>The kind of account: <c>user</c>, <c>org</c> or <c>app</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The account's name, which is its namespace too.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The name for people.</summary>
    [JsonPropertyName("fullname")]
    public string? FullName { get; init; }

    /// <summary>Whether the account has a way to pay.</summary>
    public bool? CanPay { get; init; }

    /// <summary>The organizations the user is a member of.</summary>
    [JsonPropertyName("orgs")]
    public IReadOnlyList<Organization> Organizations { get; init => field = value ?? []; } = [];

    /// <summary>What is known of the token itself.</summary>
    public Authentication? Auth { get; init; }

    /// <summary>Whether a namespace is the account itself or one of its organizations.</summary>
    /// <param name="owner">The name of a user or an organization.</param>
    /// <returns>False also for an organization that the token may not see.</returns>
    public bool Has(string owner) => Organizations.Select(organization => organization.Name).Append(Name)
        .Contains(owner, StringComparer.OrdinalIgnoreCase);
}
