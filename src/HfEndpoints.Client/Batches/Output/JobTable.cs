namespace HfEndpoints.Client.Batches;

/// <summary>
/// What is known of each job by its id: whether it is done, whether its line of the input was met, and what it was. An
/// entry takes 16 bytes, a table between 21 and 43 bytes for each job.
/// </summary>
internal sealed class JobTable
{
    private const double MostFull = 0.75;
    private Entry[] _entries = new Entry[1024];

    /// <summary>How many jobs are known.</summary>
    public int Count { get; private set; }

    /// <summary>The entry of a key, made if there is none. Valid until the next call.</summary>
    /// <param name="key">The key of the job's id.</param>
    /// <param name="isNew">Whether it was made.</param>
    public ref Entry GetOrAdd(ulong key, out bool isNew)
    {
        if (Count >= _entries.Length * MostFull)
        {
            Grow();
        }

        ref Entry entry = ref Find(_entries, key);
        isNew = entry.State == JobState.None;
        if (isNew)
        {
            entry.Key = key;
            entry.State = JobState.Known;
            Count++;
        }

        return ref entry;
    }

    /// <summary>Forgets which jobs were met.</summary>
    public void ForgetMet()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i].State &= ~JobState.Met;
        }
    }

    /// <summary>Counts the entries that a condition holds for.</summary>
    public long CountWhere(Func<Entry, bool> condition) => _entries.LongCount(condition);

    // The keys are hashes already, so their lower bits are as good as any.
    private static ref Entry Find(Entry[] entries, ulong key)
    {
        int mask = entries.Length - 1;
        int index = (int)key & mask;
        while (entries[index].State != JobState.None && entries[index].Key != key)
        {
            index = (index + 1) & mask;
        }

        return ref entries[index];
    }

    private void Grow()
    {
        var larger = new Entry[2 * _entries.Length];
        foreach (Entry entry in _entries)
        {
            if (entry.State != JobState.None)
            {
                Find(larger, entry.Key) = entry;
            }
        }

        _entries = larger;
    }

    /// <summary>What is known of one job.</summary>
    internal struct Entry
    {
        private const int LineBits = 28;
        private const uint MaxLine = (1u << LineBits) - 1;
        private uint _stateAndLine;

        public ulong Key;

        /// <summary>The mark of what was sent.</summary>
        public uint Fingerprint;

        public JobState State
        {
            readonly get => (JobState)(_stateAndLine >> LineBits);
            set => _stateAndLine = ((uint)value << LineBits) | (_stateAndLine & MaxLine);
        }

        /// <summary>The line of the input on which it was met.</summary>
        public long Line
        {
            readonly get => _stateAndLine & MaxLine;
            set => _stateAndLine = ((uint)State << LineBits) | (uint)Math.Min(value, MaxLine);
        }
    }
}

/// <summary>What is known of a job.</summary>
[Flags]
internal enum JobState : byte
{
    /// <summary>Nothing: there is no such job.</summary>
    None = 0,

    /// <summary>There is such a job.</summary>
    Known = 1,

    /// <summary>The output has its answer.</summary>
    Answered = 2,

    /// <summary>The output has its error.</summary>
    Failed = 4,

    /// <summary>Its line of the input was met in this run.</summary>
    Met = 8,
}
