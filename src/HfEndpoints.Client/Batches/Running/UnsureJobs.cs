namespace HfEndpoints.Client.Batches;

/// <summary>
/// Jobs whose failure affects either only them or all jobs. They are kept until another job is answered, which shows
/// that the endpoint works.
/// </summary>
internal sealed class UnsureJobs
{
    private readonly List<BatchJob> _jobs = [];

    /// <summary>The number of jobs kept.</summary>
    public int Count => _jobs.Count;

    /// <summary>The last failure, or null before the first.</summary>
    public HfException? Error { get; private set; }

    public void Add(BatchJob job, HfException error)
    {
        _jobs.Add(job);
        Error = error;
    }

    /// <summary>Removes the jobs first sent before a time, to send them again.</summary>
    public IReadOnlyList<BatchJob> TakeSentBefore(long timestamp)
    {
        BatchJob[] taken = [.. _jobs.Where(job => job.FirstSentAt < timestamp)];
        _jobs.RemoveAll(job => job.FirstSentAt < timestamp);
        return taken;
    }
}
