namespace HfEndpoints.Client;

/// <summary>
/// Reads a body of lines or of server-sent events up to a limit for each, so that an endless one does not fill the memory.
/// </summary>
internal sealed class LimitedStream(Stream inner, long limit, bool isOfEvents) : ReadingStream(inner)
{
    private long _length;
    private bool _isAtLineStart = true;
    private bool _endsWithCr;

    /// <exception cref="UnreadableBodyException">The body exceeds the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    // Lines end with CR, LF, or both; an event ends with a line that is blank.
    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOfAny((byte)'\r', (byte)'\n') is int end and >= 0)
        {
            bool isSecondHalf = bytes[end] == '\n' && end == 0 && _endsWithCr;
            bool isBlank = end == 0 && _isAtLineStart && !isSecondHalf;
            Add(end + 1);
            _length = isBlank || !isOfEvents ? 0 : _length;
            _isAtLineStart = true;
            _endsWithCr = bytes[end] == '\r';
            bytes = bytes[(end + 1)..];
        }

        if (bytes.Length > 0)
        {
            Add(bytes.Length);
            _isAtLineStart = false;
            _endsWithCr = false;
        }
    }

    private void Add(int count)
    {
        _length += count;
        if (_length > limit)
        {
            throw UnreadableBodyException.TooLong(limit);
        }
    }
}
