namespace HfEndpoints.Client.Batches;

/// <summary>Jobs that failed and wait to be sent again. They decide whether new jobs are taken meanwhile.</summary>
internal sealed class WaitingJobs
{
    private const int Few = 16;
    private const int Many = 1024;

    private readonly PriorityQueue<BatchJob, long> _jobs = new();
    private int _refused;
    private int _failedInARow;

    /// <summary>The number of jobs.</summary>
    public int Count => _jobs.Count;

    /// <summary>When the first job is due, by the clock's timestamp; null if there is none.</summary>
    public long? DueAt => _jobs.TryPeek(out _, out long dueAt) ? dueAt : null;

    /// <summary>The job that is due first; null if there is none.</summary>
    public BatchJob? Next => _jobs.TryPeek(out BatchJob? job, out _) ? job : null;

    /// <summary>Whether nothing was answered since the last failure.</summary>
    public bool IsFailing => _failedInARow > 0;

    public void Add(BatchJob job, long dueAt)
    {
        _jobs.Enqueue(job, dueAt);
        _refused += job.IsRefused ? 1 : 0;
    }

    public BatchJob Take()
    {
        BatchJob job = _jobs.Dequeue();
        _refused -= job.IsRefused ? 1 : 0;
        return job;
    }

    public void NoteAnswer() => _failedInARow = 0;

    public void NoteFailure() => _failedInARow++;

    /// <summary>
    /// Whether to take a new job too. Not while everything fails, and not while many were refused, because a full server
    /// would refuse it as well.
    /// </summary>
    public bool AllowNew(int limit)
    {
        int enough = Math.Max(Few, limit);
        return _failedInARow < enough && _refused < enough && Count < Math.Max(Many, limit);
    }
}
