namespace HfEndpoints.Client.Batches;

/// <summary>
/// The state of each job by id: whether it is done, whether it was found in the input, and its hash. An entry takes
/// 16 bytes, the table 21 to 43 bytes for each job.
/// </summary>
internal sealed class JobTable
{
    private const double MostFull = 0.75;
    private Entry[] _entries = new Entry[1024];
    private int _count;

    /// <summary>The entry of the key of a job's id, created if there is none. Valid until the next call.</summary>
    public ref Entry GetOrAdd(ulong key)
    {
        if (_count >= _entries.Length * MostFull)
        {
            Grow();
        }

        ref Entry entry = ref Find(_entries, key);
        if (entry.State == JobState.None)
        {
            entry.Key = key;
            entry.State = JobState.Known;
            _count++;
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

    /// <summary>Counts the entries that match a condition.</summary>
    public long CountWhere(Func<Entry, bool> condition) => _entries.LongCount(condition);

    // The keys are already hashes, so their lower bits are well distributed.
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

    /// <summary>The state of one job.</summary>
    internal struct Entry
    {
        private const int LineBits = 28;
        private const uint MaxLine = (1u << LineBits) - 1;
        private uint _stateAndLine;

        public ulong Key;

        /// <summary>The hash of what was sent.</summary>
        public uint Fingerprint;

        public JobState State
        {
            readonly get => (JobState)(_stateAndLine >> LineBits);
            set => _stateAndLine = ((uint)value << LineBits) | (_stateAndLine & MaxLine);
        }

        /// <summary>The line of the input where it was found.</summary>
        public long Line
        {
            readonly get => _stateAndLine & MaxLine;
            set => _stateAndLine = ((uint)State << LineBits) | (uint)Math.Min(value, MaxLine);
        }
    }
}

/// <summary>The states of a job.</summary>
[Flags]
internal enum JobState : byte
{
    /// <summary>There is no such job.</summary>
    None = 0,

    /// <summary>The job exists.</summary>
    Known = 1,

    /// <summary>The output contains its answer.</summary>
    Answered = 2,

    /// <summary>The output contains its error.</summary>
    Failed = 4,

    /// <summary>It was found in the input in this run.</summary>
    Met = 8,
}
