namespace HfEndpoints.Client.Batches;

/// <summary>
/// The state of each job by id: whether it is done, whether it was found in the input, and its hash. An entry takes 16 bytes, the table
/// 21 to 43 bytes for each job. It grows block by block, by extendible hashing, so that no larger copy of it is ever needed, and its
/// blocks are small enough not to be large objects to .NET, whose memory would be collected late.
/// </summary>
internal sealed class JobTable
{
    private const int BlockBits = 12;
    private const int BlockSize = 1 << BlockBits;
    private const int MostInBlock = BlockSize * 3 / 4;

    // The entries of a block that is being divided.
    private readonly Entry[] _divided = new Entry[BlockSize];

    // By the bits of a key that follow those by which an entry is found in its block. A block may be there several times.
    private Block[] _blocks = [new Block(0)];

    /// <summary>The entry of the key of a job's id, created if there is none. Valid until the next call.</summary>
    public ref Entry GetOrAdd(ulong key)
    {
        Block block = BlockOf(key);
        while (block.Count == MostInBlock)
        {
            Divide(block, key);
            block = BlockOf(key);
        }

        ref Entry entry = ref block.Find(key);
        if (entry.State == JobState.None)
        {
            entry.Key = key;
            entry.State = JobState.Known;
            block.Count++;
        }

        return ref entry;
    }

    /// <summary>Forgets which jobs were met.</summary>
    public void ForgetMet()
    {
        foreach (Block block in _blocks.Distinct())
        {
            for (int i = 0; i < BlockSize; i++)
            {
                block.Entries[i].State &= ~JobState.Met;
            }
        }
    }

    /// <summary>Counts the entries that match a condition.</summary>
    public long CountWhere(Func<Entry, bool> condition) => _blocks.Distinct().Sum(block => block.Entries.LongCount(condition));

    // The keys are already hashes, so their bits are well distributed.
    private Block BlockOf(ulong key) => _blocks[PlaceOf(key)];

    private int PlaceOf(ulong key) => (int)(key >> BlockBits) & (_blocks.Length - 1);

    private void Divide(Block block, ulong key)
    {
        int bit = 1 << block.Bits;
        if (bit == _blocks.Length)
        {
            _blocks = [.. _blocks, .. _blocks];
        }

        block.Bits++;
        var other = new Block(block.Bits);
        for (int place = (PlaceOf(key) & (bit - 1)) | bit; place < _blocks.Length; place += 2 * bit)
        {
            _blocks[place] = other;
        }

        block.Entries.CopyTo(_divided, 0);
        Array.Clear(block.Entries);
        block.Count = 0;
        foreach (Entry entry in _divided)
        {
            if (entry.State != JobState.None)
            {
                Block half = BlockOf(entry.Key);
                half.Find(entry.Key) = entry;
                half.Count++;
            }
        }
    }

    // The entries whose keys have the same lowest bits, of those that choose a block.
    private sealed class Block(int bits)
    {
        public Entry[] Entries { get; } = new Entry[BlockSize];

        /// <summary>How many bits the keys have in common.</summary>
        public int Bits { get; set; } = bits;

        public int Count { get; set; }

        /// <summary>The entry of a key, or the free one where it belongs.</summary>
        public ref Entry Find(ulong key)
        {
            int index = (int)key & (BlockSize - 1);
            while (Entries[index].State != JobState.None && Entries[index].Key != key)
            {
                index = (index + 1) & (BlockSize - 1);
            }

            return ref Entries[index];
        }
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
