using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints;

/// <summary>The account and the service in use. It never contains the token.</summary>
public sealed class HfContext
{
    /// <summary>The account's name.</summary>
    public string? Name { get; init; }

    /// <summary>The kind of account: user or org.</summary>
    public string? Type { get; init; }

    /// <summary>The default namespace of cmdlets.</summary>
    public string? Namespace { get; init; }

    /// <summary>The organizations the user is a member of.</summary>
    public HfList<string> Organizations { get; init; } = [];

    /// <summary>The name its owner gave the token.</summary>
    public string? TokenName { get; init; }

    /// <summary>What the token may do: read, write or fineGrained.</summary>
    public string? TokenRole { get; init; }

    /// <summary>Whether the account has a payment method; null if the hub does not report it.</summary>
    public bool? CanPay { get; init; }

    /// <summary>When the token expires; null if it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the token came from: -Token, an environment variable's name, or a file's path.</summary>
    public string? TokenSource { get; init; }

    /// <summary>The scope: Process, or Runspace for this runspace only.</summary>
    public string? Scope { get; init; }

    /// <summary>The hub.</summary>
    public required Uri HubUri { get; init; }

    /// <summary>The endpoints API.</summary>
    public required Uri EndpointsUri { get; init; }

    /// <summary>The model catalog.</summary>
    public required Uri CatalogUri { get; init; }

    /// <summary>The account's name.</summary>
    /// <returns>The name; empty if it is not known.</returns>
    public override string ToString() => Name ?? "";
}

/// <summary>A permission of a token on an endpoint.</summary>
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

    /// <summary>The permission and whether it is granted.</summary>
    /// <returns>A few words.</returns>
    public override string ToString() => $"{Permission} {(Allowed ? "allowed" : "denied")} on {Namespace}/{Endpoint}";
}
