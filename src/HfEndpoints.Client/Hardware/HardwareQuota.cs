namespace HfEndpoints.Client;

/// <summary>How many accelerators a namespace may use, and uses.</summary>
/// <param name="MaxAccelerators">How many it may use at once.</param>
/// <param name="UsedAccelerators">How many it uses; an endpoint scaled to zero counts, a paused one does not.</param>
public sealed record HardwareQuota(int MaxAccelerators, int UsedAccelerators)
{
    /// <summary>How many it may use beside those it uses.</summary>
    public int FreeAccelerators => Math.Max(0, MaxAccelerators - UsedAccelerators);
}
