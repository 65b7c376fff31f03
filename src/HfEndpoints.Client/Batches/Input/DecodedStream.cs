namespace HfEndpoints.Client.Batches;

/// <summary>A file of jobs in another encoding, converted to UTF-8. Invalid bytes are an error.</summary>
internal sealed class DecodedStream(Stream inner, Encoding encoding, string path) : ReadingStream(inner)
{
    private long _line = 1;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _line += buffer.Span[..count].Count((byte)'\n');
            return count;
        }
        catch (DecoderFallbackException exception)
        {
            throw new HfException(
                HfErrorKind.InvalidFile,
                $"'{path}' contains bytes that are not {encoding.WebName}, at or after line {_line}. Name its encoding with -Encoding.",
                exception);
        }
    }
}
