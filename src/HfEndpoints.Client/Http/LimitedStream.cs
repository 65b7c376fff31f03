namespace HfEndpoints.Client;

/// <summary>
/// Reads a body up to a limit, so that a server that never ends does not fill the memory. Of server-sent events, each one
/// may be that long.
/// </summary>
internal sealed class LimitedStream(Stream inner, long limit, bool isOfEvents = false) : Stream
{
    private long _length;
    private bool _isAtLineStart = true;
    private bool _endsWithCr;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BodyTooLongException">More has come than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    // Lines end with CR, LF, or both; an event ends with a line that is blank.
    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (isOfEvents && bytes.IndexOfAny((byte)'\r', (byte)'\n') is int end and >= 0)
        {
            bool isSecondHalf = bytes[end] == '\n' && end == 0 && _endsWithCr;
            bool isBlank = end == 0 && _isAtLineStart && !isSecondHalf;
            Add(end + 1);
            _length = isBlank ? 0 : _length;
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
            throw new BodyTooLongException(limit);
        }
    }
}
