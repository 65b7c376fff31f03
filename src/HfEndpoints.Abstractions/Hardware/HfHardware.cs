namespace HfEndpoints;

/// <summary>
/// An instance that endpoints can run on. The properties have the names of New-HfInferenceEndpoint's parameters, so
/// that one can be piped into it.
/// </summary>
public sealed record HfHardware
{
    /// <summary>The cloud vendor.</summary>
    public required string Vendor { get; init; }

    /// <summary>The vendor's region.</summary>
    public required string Region { get; init; }

    /// <summary>The region's name for people.</summary>
    public string? RegionLabel { get; init; }

    /// <summary>cpu, gpu or neuron.</summary>
    public required string Accelerator { get; init; }

    /// <summary>The kind of instance.</summary>
    public required string InstanceType { get; init; }

    /// <summary>The size of the instance.</summary>
    public required string InstanceSize { get; init; }

    /// <summary>The processor's or accelerator's name for people.</summary>
    public string? Architecture { get; init; }

    /// <summary>How many accelerators it has; of processors, how many of the quota's units.</summary>
    public int NumAccelerators { get; init; }

    /// <summary>How many virtual processors it has; null if the service does not tell.</summary>
    public int? NumCpus { get; init; }

    /// <summary>The memory, in GB.</summary>
    public double MemoryGb { get; init; }

    /// <summary>The accelerators' memory, in GB; null without accelerators.</summary>
    public int? GpuMemoryGb { get; init; }

    /// <summary>What a replica costs, in USD per hour.</summary>
    public decimal PricePerHour { get; init; }

    /// <summary>How many accelerators of this kind the namespace may use; null if none was asked for.</summary>
    public int? MaxAccelerators { get; init; }

    /// <summary>How many of them it uses.</summary>
    public int? UsedAccelerators { get; init; }

    /// <summary>How many of them are left.</summary>
    public int? FreeAccelerators { get; init; }

    /// <summary>available, low_availability, not_available, reserved or deprecated; others are shown as they came.</summary>
    public required string Status { get; init; }

    /// <summary>The service's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
