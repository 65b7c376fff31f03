namespace HfEndpoints.Client;

/// <summary>An organization of a user, as whoami tells it.</summary>
public sealed record Organization
{
    /// <summary>The organization's name, which is its namespace too.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The user's role: <c>admin</c>, <c>write</c>, <c>contributor</c>, <c>read</c> or <c>no_access</c>.</summary>
    public string? RoleInOrg { get; init; }

    /// <summary>Whether the organization has a way to pay.</summary>
    public bool? CanPay { get; init; }
}
