namespace HfEndpoints.Client.Batches;

/// <summary>
/// Jobs whose failure concerns either them or all jobs. They are kept until another job is answered, which tells that the
/// endpoint can answer at all.
/// </summary>
internal sealed class UnsureJobs
{
    private readonly List<PendingJob> _jobs = [];

    /// <summary>How many are kept.</summary>
    public int Count => _jobs.Count;

    /// <summary>The last failure, or null before the first.</summary>
    public HfException? Error { get; private set; }

    public void Add(PendingJob job, HfException error)
    {
        _jobs.Add(job);
        Error = error;
    }

    /// <summary>Takes out those first sent before a moment, to be sent once more.</summary>
    public IReadOnlyList<PendingJob> TakeSentBefore(long timestamp)
    {
        PendingJob[] taken = [.. _jobs.Where(job => job.FirstSentAt < timestamp)];
        _jobs.RemoveAll(job => job.FirstSentAt < timestamp);
        return taken;
    }
}
