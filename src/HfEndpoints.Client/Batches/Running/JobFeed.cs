namespace HfEndpoints.Client.Batches;

/// <summary>Reads the input just ahead of the work, skips finished jobs, and passes on the others.</summary>
internal sealed class JobFeed(BatchInput input, JobReader reader, JobRecord record, HfBatchShard? shard)
{
    /// <summary>Reads all jobs, and returns the plan.</summary>
    /// <exception cref="HfException">The output contains other jobs.</exception>
    public async Task<BatchPlan> PlanAsync(CancellationToken cancellationToken)
    {
        long total = 0;
        long done = 0;
        long invalid = 0;
        await foreach (InputLine line in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            (bool isDone, HfException? problem) = record.Meet(reader.Read(line));
            total++;
            done += isDone ? 1 : 0;
            invalid += problem is null ? 0 : 1;
        }

        return new BatchPlan(total, done, invalid);
    }

    /// <summary>Reads all jobs, no faster than they are taken.</summary>
    public async Task FeedAsync(
        ChannelWriter<BatchJob> jobs,
        JobRoom room,
        AnswerWriter answers,
        BatchMeter meter,
        AsyncSignal signal,
        CancellationToken cancellationToken)
    {
        long total = 0;
        await foreach (InputLine line in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            total++;
            BatchJob job = reader.Read(line);
            (bool isDone, HfException? problem) = record.Meet(job);
            if (isDone)
            {
                meter.CountSkipped();
            }
            else if (problem is not null)
            {
                await answers.AddAsync(OutputLine.FromError(job, problem), isError: true).ConfigureAwait(false);
                meter.CountUnsent();
            }
            else
            {
                await room.EnterAsync(job, cancellationToken).ConfigureAwait(false);
                await jobs.WriteAsync(job, cancellationToken).ConfigureAwait(false);
                signal.Set();
            }
        }

        meter.CountTotal(total);
    }

    private IAsyncEnumerable<InputLine> ReadAsync(CancellationToken cancellationToken) =>
        shard is null ? input.ReadAsync(null, cancellationToken) : ReadShardAsync(shard, cancellationToken);

    // The first job is that of the input. It shows which input the shard is of.
    private async IAsyncEnumerable<InputLine> ReadShardAsync(
        HfBatchShard shard, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isFirst = true;
        await foreach (InputLine line in input.ReadAsync(shard, cancellationToken).ConfigureAwait(false))
        {
            if (isFirst)
            {
                isFirst = false;
                reader.Shard = JobFingerprint.MarkOf(shard, line);
                record.CheckShard(reader.Shard);
                if (!shard.Contains(1))
                {
                    continue;
                }
            }

            yield return line;
        }
    }
}
