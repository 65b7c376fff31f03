namespace HfEndpoints.Client;

/// <summary>Chooses from a list of hardware.</summary>
public static class HardwareChoice
{
    internal const string NotAvailable = "not_available";

    private static readonly string[] s_deployable = ["available", "low_availability"];

    /// <summary>Finds an instance; case does not matter.</summary>
    /// <param name="hardware">The available hardware.</param>
    /// <param name="vendor">The cloud vendor.</param>
    /// <param name="region">The vendor's region.</param>
    /// <param name="instanceType">The kind of instance.</param>
    /// <param name="instanceSize">The size of the instance.</param>
    /// <returns>The instance; null if it is not listed.</returns>
    public static HfHardware? Find(
        this IEnumerable<HfHardware> hardware,
        string? vendor,
        string? region,
        string? instanceType,
        string? instanceSize) =>
        hardware.FirstOrDefault(option => Same(option.Vendor, vendor) && Same(option.Region, region)
            && Same(option.InstanceType, instanceType) && Same(option.InstanceSize, instanceSize));

    /// <summary>Whether a replica can be deployed now: the hardware is available, and the quota, if known, allows it.</summary>
    /// <param name="hardware">The instance.</param>
    /// <returns>Whether it can.</returns>
    public static bool CanBeDeployed(this HfHardware hardware)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        return s_deployable.Contains(hardware.Status)
            && (hardware.FreeAccelerators is null || hardware.FreeAccelerators >= hardware.NumAccelerators);
    }

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
