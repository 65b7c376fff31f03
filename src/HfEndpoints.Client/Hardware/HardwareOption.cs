using System.Text.Json.Serialization;

namespace HfEndpoints.Client;

/// <summary>An instance that endpoints can run on (<c>Compute</c> of the service's OpenAPI document).</summary>
public sealed record HardwareOption
{
    /// <summary>The status of what can be deployed.</summary>
    internal const string Available = "available";

    /// <summary>The status of what can be deployed, as long as it lasts.</summary>
    internal const string LowAvailability = "low_availability";

    /// <summary>The status of what can't be deployed now.</summary>
    internal const string NotAvailable = "not_available";

    /// <summary>The service's id, such as <c>aws-us-east-1-nvidia-t4-x1</c>.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The cloud vendor; the service names it once for all of its regions.</summary>
    public string Vendor { get; init => field = value ?? ""; } = "";

    /// <summary>The vendor's region.</summary>
    public string Region { get; init => field = value ?? ""; } = "";

    /// <summary>The region's name for people.</summary>
    public string? RegionLabel { get; init; }

    /// <summary><c>cpu</c>, <c>gpu</c> or <c>neuron</c>.</summary>
    public string Accelerator { get; init => field = value ?? ""; } = "";

    /// <summary>The kind of instance.</summary>
    public string InstanceType { get; init => field = value ?? ""; } = "";

    /// <summary>The size of the instance.</summary>
    public string InstanceSize { get; init => field = value ?? ""; } = "";

    /// <summary>The processor's or accelerator's name for people.</summary>
    public string? Architecture { get; init; }

    /// <summary>How many accelerators it has.</summary>
    public int NumAccelerators { get; init; }

    /// <summary>How many virtual processors it has; null where the service does not tell.</summary>
    public int? NumCpus { get; init; }

    /// <summary>The memory, in GB.</summary>
    public double MemoryGb { get; init; }

    /// <summary>The accelerators' memory, in GB; null without accelerators.</summary>
    public int? GpuMemoryGb { get; init; }

    /// <summary>What a replica costs, in USD per hour.</summary>
    public decimal PricePerHour { get; init; }

    /// <summary>How much of it the namespace may use and does; null where no namespace was asked for.</summary>
    public HardwareQuota? Quota { get; init; }

    /// <summary>
    /// <c>available</c>, <c>low_availability</c>, <c>not_available</c>, <c>reserved</c> or <c>deprecated</c>; where the
    /// vendor or the region is not available, neither is its hardware.
    /// </summary>
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>Whether a replica can be deployed now: there are some, and the quota, where known, has room for it.</summary>
    [JsonIgnore]
    public bool IsDeployable =>
        Status is Available or LowAvailability && (Quota is null || Quota.FreeAccelerators >= NumAccelerators);
}
