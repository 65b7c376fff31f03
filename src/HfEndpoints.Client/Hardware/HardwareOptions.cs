namespace HfEndpoints.Client;

/// <summary>What can be done with a list of hardware.</summary>
public static class HardwareOptions
{
    /// <summary>Finds an instance; case does not matter.</summary>
    /// <param name="options">The hardware there is.</param>
    /// <param name="vendor">The cloud vendor.</param>
    /// <param name="region">The vendor's region.</param>
    /// <param name="instanceType">The kind of instance.</param>
    /// <param name="instanceSize">The size of the instance.</param>
    /// <returns>The instance; null where it is not listed.</returns>
    public static HardwareOption? Find(
        this IEnumerable<HardwareOption> options,
        string? vendor,
        string? region,
        string? instanceType,
        string? instanceSize) =>
        options.FirstOrDefault(option => Same(option.Vendor, vendor) && Same(option.Region, region)
            && Same(option.InstanceType, instanceType) && Same(option.InstanceSize, instanceSize));

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
