namespace HfEndpoints.Client;

/// <summary>Chooses from a list of hardware.</summary>
internal static class HardwareChoice
{
    public const string NotAvailable = "not_available";

    private static readonly string[] s_deployable = ["available", "low_availability"];

    /// <summary>Finds an instance, null if it is not listed; case does not matter.</summary>
    public static HfHardware? Find(
        this IEnumerable<HfHardware> hardware, string? vendor, string? region, string? instanceType, string? instanceSize) =>
        hardware.FirstOrDefault(option => Same(option.Vendor, vendor) && Same(option.Region, region)
            && Same(option.InstanceType, instanceType) && Same(option.InstanceSize, instanceSize));

    /// <summary>Whether a replica can be deployed now: the hardware is available, and the quota, if known, allows it.</summary>
    public static bool CanBeDeployed(this HfHardware hardware) => s_deployable.Contains(hardware.Status)
        && (hardware.FreeAccelerators is null || hardware.FreeAccelerators >= hardware.NumAccelerators);

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
