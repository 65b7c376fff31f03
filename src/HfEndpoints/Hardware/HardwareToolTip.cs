namespace HfEndpoints.Commands;

/// <summary>Describes a hardware choice in a line: what it is, its price, and the remaining quota.</summary>
internal static class HardwareToolTip
{
    public static string Describe(string value, string parameterName, IReadOnlyList<HfHardware> options)
    {
        HfHardware first = options[0];
        string?[] parts = parameterName.ToUpperInvariant() switch
        {
            "VENDOR" => [Count(options, option => option.Region, "region"), Price(options)],
            "REGION" => [first.RegionLabel, Count(options, option => option.InstanceType, "instance type"), Price(options)],
            "ACCELERATOR" => [Count(options, option => option.InstanceType, "instance type"), Price(options)],
            "INSTANCETYPE" => [Single(options, option => option.Architecture), Price(options), Quota(options), Status(options)],
            _ => [Size(options), Price(options), Quota(options), Status(options)],
        };
        return $"{value}: {string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)))}";
    }

    private static string Count(IEnumerable<HfHardware> options, Func<HfHardware, string> valueOf, string noun)
    {
        int count = options.Select(valueOf).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
    }

    private static string Price(IReadOnlyList<HfHardware> options)
    {
        decimal least = options.Min(option => option.PricePerHour);
        decimal most = options.Max(option => option.PricePerHour);
        return least == most
            ? string.Create(CultureInfo.InvariantCulture, $"USD {least:0.00####} per hour")
            : string.Create(CultureInfo.InvariantCulture, $"USD {least:0.00####} to {most:0.00####} per hour");
    }

    private static string? Size(IReadOnlyList<HfHardware> options)
    {
        if (options.Select(option => option.InstanceType).Distinct().Count() > 1)
        {
            return null;
        }

        HfHardware option = options[0];
        string gpu = option.GpuMemoryGb is { } memory ? string.Create(CultureInfo.InvariantCulture, $" with {memory} GB") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{option.NumAccelerators} x {option.Architecture}{gpu}, {option.MemoryGb:0.##} GB memory");
    }

    private static string? Quota(IReadOnlyList<HfHardware> options)
    {
        (int? Free, int? Max)[] quotas = [.. options.Select(option => (option.FreeAccelerators, option.MaxAccelerators)).Distinct()];
        return quotas is [{ Max: { } max, Free: { } free }] ? string.Create(CultureInfo.InvariantCulture, $"{free} of {max} free") : null;
    }

    private static string? Status(IReadOnlyList<HfHardware> options) => Single(options, option => option.Status);

    // A value that differs among the options does not describe the choice.
    private static string? Single(IEnumerable<HfHardware> options, Func<HfHardware, string?> valueOf)
    {
        string?[] values = [.. options.Select(valueOf).Distinct()];
        return values.Length == 1 ? values[0]?.Replace('_', ' ') : null;
    }
}
