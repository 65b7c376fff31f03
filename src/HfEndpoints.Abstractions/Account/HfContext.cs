using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints;

/// <summary>Whose account is used, and which service. The token itself is never here.</summary>
public sealed class HfContext
{
    /// <summary>The account's name.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of account: user or org.</summary>
    public string? Type { get; init; }

    /// <summary>The namespace of cmdlets that name none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The organizations the user is a member of.</summary>
    public string[] Organizations { get; init; } = [];

    /// <summary>The name its owner gave the token.</summary>
    public string? TokenName { get; init; }

    /// <summary>What the token may do: read, write or fineGrained.</summary>
    public string? TokenRole { get; init; }

    /// <summary>Whether the account has a way to pay; null if the hub does not tell.</summary>
    public bool? CanPay { get; init; }

    /// <summary>When the token ends; null if it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the token came from: -Token, an environment variable's name, or a file's path.</summary>
    public string? TokenSource { get; init; }

    /// <summary>Who uses it: Process, or Runspace for this runspace alone.</summary>
    public string? Scope { get; init; }

    /// <summary>The hub.</summary>
    public required Uri HubUri { get; init; }

    /// <summary>The endpoints API.</summary>
    public required Uri EndpointsUri { get; init; }

    /// <summary>The model catalog.</summary>
    public required Uri CatalogUri { get; init; }

    /// <summary>The account's name.</summary>
    /// <returns>The name, or nothing if it is not known.</returns>
    public override string ToString() => Name ?? "";
}

/// <summary>Whether a token may do something with an endpoint.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is one; the rule means the old code access security.")]
public sealed class HfPermission
{
    /// <summary>The user or organization that owns the endpoint.</summary>
    public required string Namespace { get; init; }

    /// <summary>The endpoint's name.</summary>
    public required string Endpoint { get; init; }

    /// <summary>read, write or infer.</summary>
    public required string Permission { get; init; }

    /// <summary>Whether the token may do it.</summary>
    public bool Allowed { get; init; }

    /// <summary>The permission, and whether it is given.</summary>
    /// <returns>A few words.</returns>
    public override string ToString() => $"{Permission} {(Allowed ? "allowed" : "denied")} on {Namespace}/{Endpoint}";
}
