namespace HfEndpoints.Client.Batches;

/// <summary>
/// What is known of each line of an input: two bytes a line, so that a hundred million take 200 MB. Two bits are its state, the others
/// a part of the hash of its job, by which a job of another input is recognized.
/// </summary>
internal sealed class LineTable
{
    /// <summary>How many bits of a hash are not kept, the lowest.</summary>
    public const int StateBits = 2;

    private const int ChunkBits = 20;
    private const int ChunkMask = (1 << ChunkBits) - 1;
    private const ushort States = (1 << StateBits) - 1;
    private readonly List<ushort[]?> _chunks = [];

    /// <summary>The states of a line.</summary>
    [Flags]
    public enum LineStates : ushort
    {
        /// <summary>There is no job in this line.</summary>
        None = 0,

        /// <summary>There is a job in this line.</summary>
        Exists = 1,

        /// <summary>An output has it.</summary>
        Done = 2,
    }

    /// <summary>Adds a job of the input.</summary>
    public void Add(long line, ulong hash)
    {
        int chunk = (int)(line >> ChunkBits);
        while (_chunks.Count <= chunk)
        {
            _chunks.Add(null);
        }

        (_chunks[chunk] ??= new ushort[1 << ChunkBits])[line & ChunkMask] = (ushort)((hash & ~(ulong)States) | (ulong)LineStates.Exists);
    }

    /// <summary>Adds a job of an output.</summary>
    /// <returns>The states of its line before; none if there is no such job.</returns>
    public LineStates Meet(long line, ulong hash)
    {
        long chunk = line >> ChunkBits;
        if (line < 0 || chunk >= _chunks.Count || _chunks[(int)chunk] is not { } entries)
        {
            return LineStates.None;
        }

        ref ushort entry = ref entries[line & ChunkMask];
        var before = (LineStates)(entry & States);
        if (before == LineStates.None || (ushort)((entry ^ hash) & ~(ulong)States) != 0)
        {
            return LineStates.None;
        }

        entry |= (ushort)LineStates.Done;
        return before;
    }

    /// <summary>Whether a job of the input is in no output.</summary>
    public bool IsMissing(long line) => ((LineStates)_chunks[(int)(line >> ChunkBits)]![line & ChunkMask] & LineStates.Done) == 0;
}
