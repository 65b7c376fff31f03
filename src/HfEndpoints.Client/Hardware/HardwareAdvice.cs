namespace HfEndpoints.Client;

/// <summary>
/// Finds the first part of a hardware choice (vendor, region, accelerator, instance type, size) that the service does
/// not list together with the parts before it, and suggests similar values.
/// </summary>
internal static class HardwareAdvice
{
    private const int MaxSuggestions = 3;

    public static string? For(IReadOnlyList<HfHardware> options, EndpointSettings settings)
    {
        Part[] parts =
        [
            new("vendor", settings.Vendor, option => option.Vendor),
            new("region", settings.Region, option => option.Region),
            new("accelerator", settings.Accelerator, option => option.Accelerator),
            new("instance type", settings.InstanceType, option => option.InstanceType),
            new("instance size", settings.InstanceSize, option => option.InstanceSize),
        ];
        IReadOnlyList<HfHardware> left = options;
        for (int i = 0; i < parts.Length; i++)
        {
            HfHardware[] matching = [.. left.Where(parts[i].IsMet)];
            if (matching.Length == 0)
            {
                return left.Count == 0 ? null : Describe(options, left, parts[..i], parts[i]);
            }

            left = matching;
        }

        return null;
    }

    private static string Describe(IReadOnlyList<HfHardware> all, IReadOnlyList<HfHardware> left, Part[] before, Part wrong)
    {
        string[] nearest =
        [
            .. left.Select(wrong.Read).Distinct()
                .OrderBy(value => EditDistance.Between(value, wrong.Wanted!))
                .Take(MaxSuggestions)
                .Select(value => $"'{value}'"),
        ];
        string place = before.Length == 0 ? "" : $" for {string.Join(' ', before.Select(part => part.Wanted))}";
        string advice = $"'{wrong.Wanted}' is not a valid {wrong.Name}{place}. Did you mean {string.Join(" or ", nearest)}?";
        string[] elsewhere =
        [
            .. all.Where(wrong.IsMet)
                .Select(option => string.Join(' ', before.Select(part => part.Read(option))))
                .Distinct()
                .OrderBy(value => EditDistance.Between(value, string.Join(' ', before.Select(part => part.Wanted))))
                .Take(MaxSuggestions),
        ];
        return elsewhere.Length == 0 ? advice : $"{advice} '{wrong.Wanted}' is available with {string.Join(", ", elsewhere)}.";
    }

    private sealed record Part(string Name, string? Wanted, Func<HfHardware, string> Read)
    {
        // A part that was not given can't be wrong.
        public bool IsMet(HfHardware option) => Wanted is null || Read(option) == Wanted;
    }
}
