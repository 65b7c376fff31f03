using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>Makes what users see of hardware, quotas and costs.</summary>
internal static class HardwareConversion
{
    public static HfHardware ToOutput(HardwareOption option) => new()
    {
        Vendor = option.Vendor,
        Region = option.Region,
        RegionLabel = option.RegionLabel,
        Accelerator = option.Accelerator,
        InstanceType = option.InstanceType,
        InstanceSize = option.InstanceSize,
        Architecture = option.Architecture,
        NumAccelerators = option.NumAccelerators,
        NumCpus = option.NumCpus,
        MemoryGb = option.MemoryGb,
        GpuMemoryGb = option.GpuMemoryGb,
        PricePerHour = option.PricePerHour,
        MaxAccelerators = option.Quota?.MaxAccelerators,
        UsedAccelerators = option.Quota?.UsedAccelerators,
        FreeAccelerators = option.Quota?.FreeAccelerators,
        Status = option.Status,
        Id = option.Id,
    };

    public static HfQuota ToOutput(QuotaEntry quota, string owner) => new()
    {
        Vendor = quota.Vendor,
        InstanceType = quota.InstanceType,
        Architecture = quota.Architecture,
        MaxAccelerators = quota.MaxAccelerators,
        UsedAccelerators = quota.UsedAccelerators,
        FreeAccelerators = quota.FreeAccelerators,
        Namespace = owner,
    };

    public static HfEndpointCost ToOutput(EndpointCost cost, string name, string? owner, string? instance) => new()
    {
        Name = name,
        Namespace = owner,
        Instance = instance,
        PricePerHour = cost.PricePerHour,
        UsdPerHour = cost.UsdPerHour,
        UsdPerMonth = cost.UsdPerMonth,
        UsdPerHourAtMin = cost.UsdPerHourAtMin,
        UsdPerHourAtMax = cost.UsdPerHourAtMax,
    };
}
