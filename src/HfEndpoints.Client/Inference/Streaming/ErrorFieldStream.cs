namespace HfEndpoints.Client.Inference;

/// <summary>
/// Makes an event of what older builds of llama.cpp send in place of one: a line <c>error: {...}</c>, which is a field that
/// the standard does not know and has readers ignore. It becomes the event's data: the names are equally long.
/// </summary>
/// <remarks>It reads into a buffer of its own, because a reader may ask for fewer bytes than the name has.</remarks>
internal sealed class ErrorFieldStream(Stream inner) : ReadingStream(inner)
{
    private readonly byte[] _buffer = new byte[16 * 1024];

    // What may go out is from _start to _end; behind it, up to _filled, is a name that is not whole yet.
    private int _start;
    private int _end;
    private int _filled;
    private bool _isLineStart = true;

    private static ReadOnlySpan<byte> Name => "error:"u8;

    private static ReadOnlySpan<byte> Replacement => "data: "u8;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && buffer.Length > 0)
        {
            _buffer.AsSpan(_end.._filled).CopyTo(_buffer);
            (_start, _end, _filled) = (0, 0, _filled - _end);
            int read = await Inner.ReadAsync(_buffer.AsMemory(_filled), cancellationToken).ConfigureAwait(false);
            _filled += read;
            _end = read == 0 ? _filled : Replace(_buffer.AsSpan(0, _filled));
            if (_end == 0 && read == 0)
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Replaces the name at each start of a line.</summary>
    /// <returns>How many of the bytes are certain: a part of the name at their end is not.</returns>
    private int Replace(Span<byte> bytes)
    {
        int line = 0;
        while (true)
        {
            Span<byte> rest = bytes[line..];
            if (_isLineStart && rest.StartsWith(Name))
            {
                Replacement.CopyTo(rest);
            }
            else if (_isLineStart && rest.Length < Name.Length && Name.StartsWith(rest))
            {
                return line;
            }

            int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            _isLineStart = end >= 0;
            if (end < 0)
            {
                return bytes.Length;
            }

            line += end + 1;
        }
    }
}
