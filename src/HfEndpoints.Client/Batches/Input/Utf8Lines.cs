namespace HfEndpoints.Client.Batches;

/// <summary>Reads a stream line by line as bytes, with one buffer as long as the longest line.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maxBytes">The length from which a line is only counted.</param>
internal sealed class Utf8Lines(Stream stream, int maxBytes = int.MaxValue)
{
    private const int FirstSize = 64 * 1024;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private int _next;
    private long _dropped;
    private bool _isOver;

    /// <summary>The number of the current line; the first is 1.</summary>
    public long Number { get; private set; }

    /// <summary>The position in the stream where the current line begins.</summary>
    public long Position { get; private set; }

    /// <summary>The position in the stream where the next line begins.</summary>
    public long End => Position + _dropped + _next - _start;

    /// <summary>Whether the line ends with a line feed; only the last may not.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether the line is too long to be kept. Then only its last part is there.</summary>
    public bool IsTooLong => _dropped > 0;

    /// <summary>The current line without its end; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    public bool IsBlank => !IsTooLong && Line.Span.Trim(" \t\r"u8).IsEmpty;

    /// <summary>Moves to the next line.</summary>
    /// <returns>Whether there is one.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Position = End;
        (_start, _dropped) = (_next, 0);
        int searched = _start;
        while (true)
        {
            int found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(searched + found, searched + found + 1, isWhole: true);
                return true;
            }

            searched = _end;
            if (_isOver)
            {
                if (_start == _end && !IsTooLong)
                {
                    return false;
                }

                Take(_end, _end, isWhole: false);
                return true;
            }

            searched -= MakeRoom();
            int count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _isOver = count == 0;
            _end += count;
        }
    }

    private void Take(int end, int next, bool isWhole)
    {
        Number++;
        _next = next;
        IsWhole = isWhole;
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, end - _start);
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        Line = Number == 1 && line.Span.StartsWith(mark) ? line[mark.Length..] : line;
    }

    // Returns how far the buffered bytes have moved.
    private int MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return 0;
        }

        int moved = _start;
        if (moved > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        }
        else if (IsTooLong || _end >= maxBytes)
        {
            // The rest passes through a short buffer.
            _dropped += _end;
            moved = _end;
            _buffer = _end > FirstSize ? new byte[FirstSize] : _buffer;
        }
        else
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        (_start, _end) = (0, _end - moved);
        return moved;
    }
}
