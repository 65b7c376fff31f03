namespace HfEndpoints.Emulator;

/// <summary>The machines the emulated service offers.</summary>
internal static class HardwareTable
{
    private static readonly int[] s_cpuSizes = [1, 2, 4, 8, 16];

    private static readonly Dictionary<string, string> s_labels = new()
    {
        ["us-east-1"] = "N. Virginia",
        ["us-east-2"] = "Ohio",
        ["us-west-2"] = "Oregon",
        ["eu-west-1"] = "Ireland",
        ["eastus"] = "East US",
        ["us-east4"] = "Virginia",
    };

    public static IReadOnlyList<ComputeOffer> Offers { get; } =
    [
        .. Cpu("aws", "us-east-1", "intel-icl", "Intel Ice Lake", 0.032),
        .. Cpu("aws", "us-east-1", "intel-spr", "Intel Sapphire Rapids", 0.033),
        .. Cpu("aws", "eu-west-1", "intel-icl", "Intel Ice Lake", 0.036),
        .. Cpu("aws", "eu-west-1", "intel-spr", "Intel Sapphire Rapids", 0.037),
        .. Gpu("aws", "us-east-1", "nvidia-t4", "Nvidia T4", 14, 16, 0.5, 16, [1, 4]),
        .. Gpu("aws", "us-east-1", "nvidia-l4", "Nvidia L4", 30, 24, 0.8, 16, [1, 4]),
        .. Gpu("aws", "us-east-1", "nvidia-a10g", "Nvidia A10G", 14, 24, 1.0, 16, [1, 4]),
        .. Gpu("aws", "us-east-1", "nvidia-l40s", "Nvidia L40S", 30, 48, 1.8, 8, [1, 4, 8]),
        .. Gpu("aws", "us-east-1", "nvidia-a100", "Nvidia A100", 142, 80, 2.5, 8, [1, 2, 4, 8]),
        .. Gpu("aws", "us-east-1", "nvidia-h200", "Nvidia H200", 240, 141, 5.0, 8, [1, 8], "low_availability"),
        .. Gpu("aws", "us-east-2", "nvidia-rtx-pro-6000", "Nvidia RTX Pro 6000", 120, 96, 2.75, 4, [1]),
        .. Gpu("aws", "us-west-2", "nvidia-t4", "Nvidia T4", 14, 16, 0.5, 16, [1]),
        .. Gpu("aws", "us-west-2", "nvidia-h100", "Nvidia H100", 240, 80, 4.5, 8, [8], "not_available"),
        .. Gpu("aws", "eu-west-1", "nvidia-t4", "Nvidia T4", 14, 16, 0.5, 16, [1, 4]),
        .. Gpu("aws", "eu-west-1", "nvidia-a10g", "Nvidia A10G", 14, 24, 1.0, 16, [1, 4]),
        new("aws", "us-east-1", "neuron", "inf2", "x1", 1, 4, 14.5, 32, "AWS Inferentia2", 0.75, 4),
        new("aws", "us-east-1", "neuron", "inf2", "x12", 12, 192, 760, 384, "AWS Inferentia2", 12.0, 12),
        .. Cpu("azure", "eastus", "intel-xeon", "Intel Xeon", 0.06),
        .. Cpu("gcp", "us-east4", "intel-spr", "Intel Sapphire Rapids", 0.05),
        .. Gpu("gcp", "us-east4", "nvidia-t4", "Nvidia T4", 26, 16, 0.4, 8, [1]),
        .. Gpu("gcp", "us-east4", "nvidia-l4", "Nvidia L4", 26, 24, 0.7, 8, [1, 4]),
        .. Gpu("gcp", "us-east4", "nvidia-a100", "Nvidia A100", 85, 80, 3.6, 2, [1, 2, 8], "reserved"),
        .. Gpu("gcp", "us-east4", "nvidia-h100", "Nvidia H100", 240, 80, 10.0, 2, [1, 2]),
    ];

    public static string Label(string region) => s_labels.GetValueOrDefault(region, region);

    public static ComputeOffer? Find(string vendor, string region, string instanceType, string instanceSize) =>
        Offers.FirstOrDefault(offer => offer.Vendor == vendor && offer.Region == region
            && offer.InstanceType == instanceType && offer.InstanceSize == instanceSize);

    private static IEnumerable<ComputeOffer> Cpu(string vendor, string region, string type, string architecture, double price) =>
        s_cpuSizes.Select(size => new ComputeOffer(
            vendor, region, "cpu", type, $"x{size}", size, size, size * 2, null, architecture, Math.Round(price * size, 4), Quota: 256));

    private static IEnumerable<ComputeOffer> Gpu(
        string vendor, string region, string type, string architecture, int memory, int gpuMemory, double price, int quota, int[] sizes,
        string status = "available") =>
        sizes.Select(size => new ComputeOffer(
            vendor, region, "gpu", type, $"x{size}", size, size * 6, memory * size, gpuMemory * size, architecture, price * size, quota,
            status));
}

/// <summary>One kind of machine in one region, with its price.</summary>
internal sealed record ComputeOffer(
    string Vendor, string Region, string Accelerator, string InstanceType, string InstanceSize, int Accelerators,
    int? Cpus, double MemoryGb, int? GpuMemoryGb, string Architecture, double PricePerHour, int Quota, string Status = "available")
{
    public string Id => $"{Vendor}-{Region}-{InstanceType}-{InstanceSize}";
    public bool IsDeployable => Status is "available" or "low_availability" or "deprecated";

    /// <summary>As the service lists it; without a namespace there is no quota to show.</summary>
    public object ToJson(int? used) => new
    {
        id = Id,
        accelerator = Accelerator,
        numAccelerators = Accelerators,
        numCpus = Cpus,
        memoryGb = WireNumber.Float(MemoryGb),
        gpuMemoryGb = GpuMemoryGb,
        instanceType = InstanceType,
        instanceSize = InstanceSize,
        architecture = Architecture,
        status = Status,
        pricePerHour = WireNumber.Float(PricePerHour),
        quota = new { maxAccelerators = used is null ? 0 : Quota, usedAccelerators = used ?? 0 },
    };
}
