namespace HfEndpoints.Client.Batches;

/// <summary>
/// Jobs whose failure affects either only them or all jobs. They are kept until another job is answered, which shows
/// that the endpoint works.
/// </summary>
internal sealed class UnsureJobs(JobRoom room)
{
    private readonly List<(BatchJob Job, HfException Error)> _jobs = [];

    /// <summary>The number of jobs kept.</summary>
    public int Count => _jobs.Count;

    /// <summary>The last failure.</summary>
    public HfException Error => _jobs[^1].Error;

    /// <summary>Keeps a job that failed, without its room: others that need it have to be answered first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="error">Its failure.</param>
    /// <param name="now">The clock's timestamp.</param>
    public void Add(BatchJob job, HfException error, long now)
    {
        job.UnsureFailures++;
        job.UnsureSince = now;
        _jobs.Add((job, error));
        room.Leave(job);
    }

    /// <summary>Removes the jobs of which it is known now that only they are affected, with their failures.</summary>
    public IReadOnlyList<(BatchJob Job, HfException Error)> Take(Func<BatchJob, bool> isKnown)
    {
        (BatchJob Job, HfException Error)[] taken = [.. _jobs.Where(kept => isKnown(kept.Job))];
        _jobs.RemoveAll(taken.Contains);
        return taken;
    }
}
