using System.Globalization;
using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>What a choice of hardware means, in a line: what it is, what it costs, how much of it is left.</summary>
internal static class HardwareToolTip
{
    public static string Describe(string value, string parameterName, IReadOnlyList<HardwareOption> options)
    {
        HardwareOption first = options[0];
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

    private static string Count(
        IEnumerable<HardwareOption> options, Func<HardwareOption, string> valueOf, string noun)
    {
        int count = options.Select(valueOf).Distinct().Count();
        return string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
    }

    private static string Price(IReadOnlyList<HardwareOption> options)
    {
        decimal least = options.Min(option => option.PricePerHour);
        decimal most = options.Max(option => option.PricePerHour);
        return least == most
            ? string.Create(CultureInfo.InvariantCulture, $"USD {least:0.00####} per hour")
            : string.Create(CultureInfo.InvariantCulture, $"USD {least:0.00####} to {most:0.00####} per hour");
    }

    private static string? Size(IReadOnlyList<HardwareOption> options)
    {
        if (options.Select(option => option.InstanceType).Distinct().Count() > 1)
        {
            return null;
        }

        HardwareOption option = options[0];
        string gpu = option.GpuMemoryGb is { } memory
            ? string.Create(CultureInfo.InvariantCulture, $" with {memory} GB")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{option.NumAccelerators} x {option.Architecture}{gpu}, {option.MemoryGb:0.##} GB memory");
    }

    private static string? Quota(IReadOnlyList<HardwareOption> options)
    {
        HardwareQuota?[] quotas = [.. options.Select(option => option.Quota).Distinct()];
        return quotas is [{ } quota]
            ? string.Create(CultureInfo.InvariantCulture, $"{quota.FreeAccelerators} of {quota.MaxAccelerators} free")
            : null;
    }

    private static string? Status(IReadOnlyList<HardwareOption> options) => Single(options, option => option.Status);

    // What differs among the options says nothing about the choice.
    private static string? Single(IEnumerable<HardwareOption> options, Func<HardwareOption, string?> valueOf)
    {
        string?[] values = [.. options.Select(valueOf).Distinct()];
        return values.Length == 1 ? values[0]?.Replace('_', ' ') : null;
    }
}
