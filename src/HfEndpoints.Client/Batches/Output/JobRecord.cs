namespace HfEndpoints.Client.Batches;

/// <summary>Records which jobs are done, and decides what to do with each job of the input.</summary>
internal sealed class JobRecord
{
    private readonly JobTable _table = new();

    // The shards in the output; the empty one is a batch that was not split.
    private readonly HashSet<string> _shards = [];
    private string? _lastShard;

    /// <summary>The number of jobs in the output, answered and failed.</summary>
    public long Done { get; private set; }

    /// <summary>The number of failed jobs among them.</summary>
    public long Failed { get; private set; }

    /// <summary>Adds a job of the output.</summary>
    public void Add(RecordedJob job)
    {
        bool isDuplicate = job.ErrorId == nameof(HfErrorKind.DuplicateJob);
        ref JobTable.Entry entry = ref _table.GetOrAdd(isDuplicate ? DuplicateKey(job.Line) : KeyOf(job.Id));
        entry.State |= job.ErrorId is null ? JobState.Answered : JobState.Failed;
        entry.Fingerprint = job.Fingerprint;
        if (Done == 0 || job.Shard != _lastShard)
        {
            _lastShard = job.Shard;
            _shards.Add(job.Shard ?? "");
        }

        Done++;
        Failed += job.ErrorId is null ? 0 : 1;
    }

    /// <summary>Decides what to do with a job of the input.</summary>
    /// <returns>Whether it is already done; otherwise why it can't be sent, or null if it can.</returns>
    /// <exception cref="HfException">The output contains another job with this id.</exception>
    public (bool IsDone, HfException? Problem) Meet(BatchJob job)
    {
        string id = TextOf(job.Id);
        ref JobTable.Entry entry = ref _table.GetOrAdd(KeyOf(id));
        if (entry.State.HasFlag(JobState.Met))
        {
            long first = entry.Line;
            ref JobTable.Entry duplicate = ref _table.GetOrAdd(DuplicateKey(job.Line));
            duplicate.State |= JobState.Met;
            return duplicate.State.HasFlag(JobState.Failed)
                ? (true, null)
                : (false, new HfException(HfErrorKind.DuplicateJob, $"Job {job.Line} has the id '{id}', which job {first} already has."));
        }

        entry.State |= JobState.Met;
        entry.Line = job.Line;
        if (entry.State.HasFlag(JobState.Answered))
        {
            return job.Problem is null && job.Fingerprint == entry.Fingerprint
                ? (true, null)
                : throw new HfException(
                    HfErrorKind.OutputMismatch,
                    $"The output has an answer to a job with the id '{id}', but job {job.Line} of the input, which has that "
                    + "id, is a different one: its input, its parameters or the task has changed.");
        }

        return entry.State.HasFlag(JobState.Failed) ? (true, null)
            : job.Problem is null ? (false, null)
            : (false, new HfException(HfErrorKind.InvalidJob, job.Problem));
    }

    /// <summary>Checks that the output has no jobs of another shard, or of another input.</summary>
    /// <param name="shard">The shard as the output has it.</param>
    /// <exception cref="HfException">It has.</exception>
    public void CheckShard(string shard)
    {
        if (_shards.FirstOrDefault(found => found != shard) is not { } other)
        {
            return;
        }

        string wanted = shard[..shard.IndexOf('@', StringComparison.Ordinal)];
        string found = other.Split('@')[0];
        throw new HfException(HfErrorKind.OutputMismatch, other.Length == 0
            ? $"The output contains answers of a batch that was not split, so shard {wanted} can't continue it. Use another file."
            : found != wanted
                ? $"The output contains answers of shard {found}, not of shard {wanted}. Each shard needs a file of its own."
                : $"The output contains answers of shard {found} of another input: the first jobs of both differ. Use another file.");
    }

    /// <summary>Restarts the input.</summary>
    public void ForgetMet() => _table.ForgetMet();

    /// <summary>The number of jobs in the output that are not in the input.</summary>
    public long CountUnknown() => _table.CountWhere(
        entry => (entry.State & (JobState.Answered | JobState.Failed)) != 0 && !entry.State.HasFlag(JobState.Met));

    /// <summary>An id as text, by which 5 and "5" are the same.</summary>
    public static string TextOf(JsonNode id) => id.GetValueKind() == JsonValueKind.String ? id.GetValue<string>() : id.ToJsonString();

    private static ulong KeyOf(string id) => JobFingerprint.KeyOf(id);

    // No id in a file begins like this, and each line has at most one duplicate.
    private static ulong DuplicateKey(long line) => JobFingerprint.KeyOf("\0" + line.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A job in the output.</summary>
/// <param name="Id">Its id as text.</param>
/// <param name="Line">Its line in the input.</param>
/// <param name="Fingerprint">The hash of what was sent.</param>
/// <param name="ErrorId">The error id; null if it was answered.</param>
/// <param name="Shard">The shard that it was sent in; null if the batch was not split.</param>
internal sealed record RecordedJob(string Id, long Line, uint Fingerprint, string? ErrorId, string? Shard = null);
