namespace HfEndpoints.Client;

/// <summary>A namespace's quota of one kind of instance.</summary>
public sealed record QuotaEntry
{
    /// <summary>The cloud vendor; the service names it once for all of its instances.</summary>
    public string Vendor { get; init => field = value ?? ""; } = "";

    /// <summary>The kind of instance.</summary>
    public string InstanceType { get; init => field = value ?? ""; } = "";

    /// <summary>Its name for people.</summary>
    public string? Architecture { get; init; }

    /// <summary>How many accelerators may be used at once.</summary>
    public int MaxAccelerators { get; init; }

    /// <summary>How many are used.</summary>
    public int UsedAccelerators { get; init; }

    /// <summary>How many may be used beside those.</summary>
    public int FreeAccelerators => Math.Max(0, MaxAccelerators - UsedAccelerators);
}
