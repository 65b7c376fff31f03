namespace HfEndpoints.Commands;

/// <summary>The parameters that choose hardware, from the broadest to the narrowest, with their values.</summary>
internal static class HardwareParts
{
    public static IReadOnlyList<(string Name, Func<HfHardware, string> ValueOf)> All { get; } =
    [
        ("Vendor", option => option.Vendor),
        ("Region", option => option.Region),
        ("Accelerator", option => option.Accelerator),
        ("InstanceType", option => option.InstanceType),
        ("InstanceSize", option => option.InstanceSize),
    ];

    /// <summary>What an endpoint has for a parameter.</summary>
    public static string? ValueOf(string name, HfInferenceEndpoint endpoint) => name switch
    {
        "Vendor" => endpoint.Vendor,
        "Region" => endpoint.Region,
        "Accelerator" => endpoint.Accelerator,
        "InstanceType" => endpoint.InstanceType,
        _ => endpoint.InstanceSize,
    };
}
