namespace HfEndpoints.Client.Batches;

/// <summary>Bounds the bytes of the jobs that are read and not done, so that long ones are not in memory all at once.</summary>
internal sealed class JobRoom
{
    // Twice the longest job, so that one may be read while another is sent.
    private const long Limit = 2L * BatchInput.MaxJobBytes;

    private readonly AsyncSignal _left = new();
    private long _taken;

    /// <summary>Waits until there is room for a job. There always is for one that is alone.</summary>
    public async ValueTask EnterAsync(BatchJob job, CancellationToken cancellationToken)
    {
        // Only one reader enters, so nobody else can take the room in between.
        for (Task left = _left.Changed; Volatile.Read(ref _taken) is > 0 and var taken && taken + job.Bytes > Limit; left = _left.Changed)
        {
            await left.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        job.HasRoom = true;
        Interlocked.Add(ref _taken, job.Bytes);
    }

    /// <summary>Gives a job's room back, once.</summary>
    public void Leave(BatchJob job)
    {
        if (job.HasRoom)
        {
            job.HasRoom = false;
            Interlocked.Add(ref _taken, -job.Bytes);
            _left.Set();
        }
    }
}
