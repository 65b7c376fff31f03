namespace HfEndpoints.Client.Batches;

/// <summary>Compares the outputs of a batch, such as those of its shards, with its input.</summary>
public static class BatchOutput
{
    private const int MaxListed = 100;

    /// <summary>Finds out what is missing in the outputs, what is in them twice, and what belongs to another input.</summary>
    /// <param name="input">The file of the jobs.</param>
    /// <param name="outPaths">The files of the answers and errors.</param>
    /// <param name="options">
    /// The task and the parameters of the batch, to compare what the jobs contain; null compares only their ids and lines.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="HfException">A file can't be read, or is not the output of a batch.</exception>
    public static async Task<HfBatchTestResult> TestAsync(
        BatchInput input, IReadOnlyList<string> outPaths, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(outPaths);
        if (!input.IsFile)
        {
            throw new HfException(HfErrorKind.InvalidRequest, "The outputs are compared with a file of jobs, not with a sequence.");
        }

        JobReader? reader = options is null ? null : new JobReader(JobKinds.KindOf(options.Task), options.Parameters?.Json);
        var table = new LineTable();
        string? inputMark = null;
        long total = 0;
        await foreach (InputLine line in input.ReadAsync(null, cancellationToken).ConfigureAwait(false))
        {
            inputMark ??= "@" + JobFingerprint.InputOf(line);
            table.Add(line.Line, HashOf(JobRecord.TextOf(JobReader.IdOf(line)), reader?.Read(line).Fingerprint));
            total++;
        }

        (long done, long failed, long duplicate, long unknown) = (0, 0, 0, 0);
        var unknownPaths = new List<string>();
        foreach (string path in outPaths)
        {
            long unknownBefore = unknown;
            await AnswerFile.ScanAsync(path, Add, forgetFailed: false, cancellationToken).ConfigureAwait(false);
            if (unknown > unknownBefore)
            {
                unknownPaths.Add(path);
            }
        }

        return new HfBatchTestResult
        {
            Path = input.Path!,
            OutPath = [.. outPaths],
            Total = total,
            Done = done,
            Failed = failed,
            Missing = total - done,
            Duplicate = duplicate,
            Unknown = unknown,
            MissingJob = total == done ? [] : await FindMissingAsync(input, table, total - done, cancellationToken).ConfigureAwait(false),
            UnknownPath = [.. unknownPaths],
        };

        void Add(RecordedJob job)
        {
            bool isOther = job.Shard is { } shard && inputMark is not null && !shard.EndsWith(inputMark, StringComparison.Ordinal);
            LineTable.LineStates before = isOther
                ? LineTable.LineStates.None
                : table.Meet(job.Line, HashOf(job.Id, reader is null ? null : job.Fingerprint));
            if (before == LineTable.LineStates.None)
            {
                unknown++;
            }
            else if (before.HasFlag(LineTable.LineStates.Done))
            {
                duplicate++;
            }
            else
            {
                done++;
                failed += job.ErrorId is null ? 0 : 1;
            }
        }
    }

    // The fingerprint changes the bits that the table keeps.
    private static ulong HashOf(string id, uint? fingerprint) =>
        JobFingerprint.KeyOf(id) ^ ((ulong)(fingerprint ?? 0) << LineTable.StateBits);

    // Read once more, because the table has no ids.
    private static async Task<HfList<HfBatchJob>> FindMissingAsync(
        BatchInput input, LineTable table, long count, CancellationToken cancellationToken)
    {
        var missing = new List<HfBatchJob>();
        await foreach (InputLine line in input.ReadAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (table.IsMissing(line.Line))
            {
                missing.Add(new HfBatchJob { Line = line.Line, Id = JobRecord.TextOf(JobReader.IdOf(line)) });
                if (missing.Count == Math.Min(count, MaxListed))
                {
                    break;
                }
            }
        }

        return [.. missing];
    }
}
