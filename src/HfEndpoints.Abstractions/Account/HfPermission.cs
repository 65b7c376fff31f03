using System.Diagnostics.CodeAnalysis;

namespace HfEndpoints;

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
