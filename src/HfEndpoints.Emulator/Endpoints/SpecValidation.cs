namespace HfEndpoints.Emulator;

/// <summary>What the service checks beyond the types of the fields.</summary>
internal static partial class SpecValidation
{
    public static ComputeOffer Check(EndpointSpec spec)
    {
        CheckScaling(spec);
        ComputeOffer offer = FindOffer(spec);
        CheckParallelism(spec, offer);
        return offer;
    }

    public static void CheckName(string name) => Refuse.If(!NamePattern().IsMatch(name), () => ServiceException.BadRequest(
        $"name '{name}' must only contain lowercase alphanumeric characters or '-' and have a length of 32 characters maximum"));

    public static void CheckTimeout(int? timeout) =>
        Refuse.If(timeout < 1, () => ServiceException.BadRequest("scaleToZeroTimeout must be at least 1 minute"));

    private static void CheckScaling(EndpointSpec spec)
    {
        Refuse.If(
            spec.MinReplica > spec.MaxReplica,
            () => ServiceException.BadRequest($"minReplica ({spec.MinReplica}) must not be greater than maxReplica ({spec.MaxReplica})"));
        Refuse.If(spec.MaxReplica == 0, () => ServiceException.BadRequest("maxReplica must be at least 1"));
    }

    private static ComputeOffer FindOffer(EndpointSpec spec)
    {
        ComputeOffer? offer = HardwareTable.Find(spec.Vendor, spec.Region, spec.InstanceType, spec.InstanceSize);
        if (offer is null || offer.Accelerator != spec.Accelerator)
        {
            string accelerator = spec.Accelerator switch { "cpu" => "Cpu", "gpu" => "Gpu", "neuron" => "Neuron", _ => "ZeroGpu" };
            throw ServiceException.BadRequest(
                $"Instance compute '{accelerator}' - '{spec.InstanceType}' - '{spec.InstanceSize}' in '{spec.Vendor}' - '{spec.Region}' "
                    + "not found");
        }

        return offer.IsDeployable ? offer : throw ServiceException.BadRequest("Compute instance not available yet");
    }

    /// <summary>An engine that is to split the model must use every accelerator it gets.</summary>
    private static void CheckParallelism(EndpointSpec spec, ComputeOffer offer)
    {
        int? tensor = spec.Image["tensorParallelSize"]?.GetValue<int>();
        int? data = spec.Image["dataParallelSize"]?.GetValue<int>();
        bool fits = (tensor ?? 1) * (data ?? 1) == offer.Accelerators || (tensor is null && data is null);
        Refuse.If(!fits, () => ServiceException.BadRequest(
            $"tensorParallelSize ({tensor ?? 1}) x dataParallelSize ({data ?? 1}) must be the instance's number of accelerators "
                + $"({offer.Accelerators})"));
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z")]
    private static partial Regex NamePattern();
}

/// <summary>
/// How many accelerators a namespace uses. An endpoint counts with every replica it may grow to; a paused one does not count,
/// one that is scaled to zero does.
/// </summary>
internal static class Quotas
{
    public static int Used(IEnumerable<EndpointRecord> records, string owner, string vendor, string instanceType) => records
        .Where(record => record.Namespace == owner && record.Spec.Vendor == vendor && record.Spec.InstanceType == instanceType)
        .Where(record => record.Life.State is not (EndpointState.Paused or EndpointState.Failed))
        .Sum(record => Accelerators(record.Spec));

    public static void Check(IEnumerable<EndpointRecord> others, string owner, EndpointSpec spec, ComputeOffer offer) => Refuse.If(
        Used(others, owner, spec.Vendor, spec.InstanceType) + Accelerators(spec) > offer.Quota,
        () => ServiceException.Conflict("Quota exceeded"));

    private static int Accelerators(EndpointSpec spec) => spec.MaxReplica
        * (HardwareTable.Find(spec.Vendor, spec.Region, spec.InstanceType, spec.InstanceSize)?.Accelerators ?? 0);
}
