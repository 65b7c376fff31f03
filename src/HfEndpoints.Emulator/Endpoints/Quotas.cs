namespace HfEndpoints.Emulator;

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

    public static void Check(IEnumerable<EndpointRecord> others, string owner, EndpointSpec spec, ComputeOffer offer)
    {
        if (Used(others, owner, spec.Vendor, spec.InstanceType) + Accelerators(spec) > offer.Quota)
        {
            throw ServiceException.Conflict("Quota exceeded");
        }
    }

    private static int Accelerators(EndpointSpec spec) => spec.MaxReplica
        * (HardwareTable.Find(spec.Vendor, spec.Region, spec.InstanceType, spec.InstanceSize)?.Accelerators ?? 0);
}
