namespace HfEndpoints.Client.Batches;

/// <summary>What a batch would do.</summary>
/// <param name="Total">The jobs there are.</param>
/// <param name="Done">Those that an earlier run has done.</param>
/// <param name="Invalid">Those that can't be sent: their lines can't be read, or their ids come twice.</param>
public sealed record BatchPlan(long Total, long Done, long Invalid)
{
    /// <summary>The jobs that would be sent.</summary>
    public long Pending => Total - Done - Invalid;
}
