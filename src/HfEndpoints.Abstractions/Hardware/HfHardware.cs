namespace HfEndpoints;

/// <summary>
/// An instance that endpoints can run on. The properties have the names of New-HfInferenceEndpoint's parameters, so
/// that an object can be piped into it.
/// </summary>
public record HfHardware
{
    /// <summary>The cloud vendor.</summary>
    public required string Vendor { get; init; }

    /// <summary>The vendor's region.</summary>
    public required string Region { get; init; }

    /// <summary>The region's display name.</summary>
    public string? RegionLabel { get; init; }

    /// <summary>cpu, gpu or neuron.</summary>
    public required string Accelerator { get; init; }

    /// <summary>The kind of instance.</summary>
    public required string InstanceType { get; init; }

    /// <summary>The size of the instance.</summary>
    public required string InstanceSize { get; init; }

    /// <summary>The display name of the processor or accelerator.</summary>
    public string? Architecture { get; init; }

    /// <summary>The number of accelerators; for CPU instances, the number of quota units.</summary>
    public int NumAccelerators { get; init; }

    /// <summary>The number of virtual CPUs; null if the service does not report it.</summary>
    public int? NumCpus { get; init; }

    /// <summary>The memory, in GB.</summary>
    public double MemoryGb { get; init; }

    /// <summary>The memory of the accelerators, in GB; null without accelerators.</summary>
    public int? GpuMemoryGb { get; init; }

    /// <summary>The price of a replica, in USD per hour.</summary>
    public decimal PricePerHour { get; init; }

    /// <summary>The namespace's quota of this kind; null if the quota was not requested.</summary>
    public int? MaxAccelerators { get; init; }

    /// <summary>How many of them are in use.</summary>
    public int? UsedAccelerators { get; init; }

    /// <summary>How many of them are left.</summary>
    public int? FreeAccelerators { get; init; }

    /// <summary>available, low_availability, not_available, reserved or deprecated; others are shown as they came.</summary>
    public required string Status { get; init; }

    /// <summary>The service's id.</summary>
    public required string Id { get; init; }

    /// <summary>The id.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
