namespace HfEndpoints.Emulator;

/// <summary>One kind of machine in one region, with its price.</summary>
internal sealed record ComputeOffer(
    string Vendor, string Region, string Accelerator, string InstanceType, string InstanceSize, int Accelerators,
    int? Cpus, double MemoryGb, int? GpuMemoryGb, string Architecture, double PricePerHour, int Quota, string Status = "available")
{
    public string Id => $"{Vendor}-{Region}-{InstanceType}-{InstanceSize}";
    public bool IsDeployable => Status is "available" or "low_availability" or "deprecated";

    /// <summary>As the service lists it; without a namespace there is no quota to show.</summary>
    public JsonObject ToJson(int? used) => new()
    {
        ["id"] = Id,
        ["accelerator"] = Accelerator,
        ["numAccelerators"] = Accelerators,
        ["numCpus"] = Cpus,
        ["memoryGb"] = WireNumber.Float(MemoryGb),
        ["gpuMemoryGb"] = GpuMemoryGb,
        ["instanceType"] = InstanceType,
        ["instanceSize"] = InstanceSize,
        ["architecture"] = Architecture,
        ["status"] = Status,
        ["pricePerHour"] = WireNumber.Float(PricePerHour),
        ["quota"] = new JsonObject { ["maxAccelerators"] = used is null ? 0 : Quota, ["usedAccelerators"] = used ?? 0 },
    };
}
