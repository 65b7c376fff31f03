using System.Buffers;

namespace HfEndpoints.Client.Batches;

/// <summary>Writes short JSON texts, with writers and buffers that were used before: a new buffer has some five thousand bytes.</summary>
internal sealed class ReusedJsonWriter(JsonWriterOptions options)
{
    // A longer buffer is not kept.
    private const int MaxKept = 1 << 20;

    private readonly ConcurrentBag<(ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)> _kept = [];

    /// <summary>Writes a text, and returns what is made of its bytes.</summary>
    /// <param name="state">What is written.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="read">Reads the bytes, and keeps none of them.</param>
    public TResult Write<TState, TResult>(
        TState state, Action<Utf8JsonWriter, TState> write, Func<ReadOnlyMemory<byte>, TResult> read)
    {
        if (!_kept.TryTake(out (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) kept))
        {
            var buffer = new ArrayBufferWriter<byte>();
            kept = (buffer, new Utf8JsonWriter(buffer, options));
        }

        write(kept.Writer, state);
        kept.Writer.Flush();
        TResult result = read(kept.Buffer.WrittenMemory);
        if (kept.Buffer.Capacity <= MaxKept)
        {
            kept.Buffer.ResetWrittenCount();
            kept.Writer.Reset();
            _kept.Add(kept);
        }

        return result;
    }
}
