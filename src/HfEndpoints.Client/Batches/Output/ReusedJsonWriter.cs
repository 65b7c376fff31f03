using System.Buffers;

namespace HfEndpoints.Client.Batches;

/// <summary>Writes short JSON texts with a writer and a buffer that are used again: a new buffer has some five thousand bytes.</summary>
internal sealed class ReusedJsonWriter(JsonWriterOptions options)
{
    // A longer buffer is not kept.
    private const int MaxKept = 1 << 20;

    // Null while it is in use. Another thread makes one of its own then, and the last one is kept.
    private Kept? _kept;

    /// <summary>Writes a text, and returns what is made of its bytes.</summary>
    /// <param name="state">What is written.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="read">Reads the bytes, and keeps none of them.</param>
    public TResult Write<TState, TResult>(
        TState state, Action<Utf8JsonWriter, TState> write, Func<ReadOnlyMemory<byte>, TResult> read)
    {
        Kept kept = Interlocked.Exchange(ref _kept, null) ?? new Kept(options);
        write(kept.Writer, state);
        kept.Writer.Flush();
        TResult result = read(kept.Buffer.WrittenMemory);
        if (kept.Buffer.Capacity <= MaxKept)
        {
            kept.Buffer.ResetWrittenCount();
            kept.Writer.Reset();
            Volatile.Write(ref _kept, kept);
        }

        return result;
    }

    private sealed class Kept
    {
        public Kept(JsonWriterOptions options) => Writer = new Utf8JsonWriter(Buffer, options);

        public ArrayBufferWriter<byte> Buffer { get; } = new();

        public Utf8JsonWriter Writer { get; }
    }
}
