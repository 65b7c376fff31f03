namespace HfEndpoints;

/// <summary>The quota of one kind of accelerator in a namespace.</summary>
public sealed record HfQuota
{
    /// <summary>The cloud vendor.</summary>
    public required string Vendor { get; init; }

    /// <summary>The kind of instance.</summary>
    public required string InstanceType { get; init; }

    /// <summary>The display name.</summary>
    public string? Architecture { get; init; }

    /// <summary>How many may be used at once.</summary>
    public int MaxAccelerators { get; init; }

    /// <summary>How many are used; an endpoint that is scaled to zero counts, a paused one does not.</summary>
    public int UsedAccelerators { get; init; }

    /// <summary>How many are left.</summary>
    public int FreeAccelerators { get; init; }

    /// <summary>The user or organization.</summary>
    public required string Namespace { get; init; }

    /// <summary>The vendor and the kind of instance.</summary>
    /// <returns>Both.</returns>
    public override string ToString() => $"{Vendor} {InstanceType}";
}
