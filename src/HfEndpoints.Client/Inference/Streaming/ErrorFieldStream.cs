namespace HfEndpoints.Client.Inference;

/// <summary>
/// Makes an event of what older builds of llama.cpp send in place of one: a line <c>error: {...}</c>, which is a field that
/// the standard does not know and has readers ignore. It becomes the event's data: the names are equally long.
/// </summary>
internal sealed class ErrorFieldStream(Stream inner) : ReadingStream(inner)
{
    private readonly byte[] _pending = new byte[6];

    // How much of the field's name has matched since the line began; -1 within a line.
    private int _matched;
    private int _held;

    private static ReadOnlySpan<byte> Name => "error:"u8;

    private static ReadOnlySpan<byte> Replacement => "data: "u8;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length <= Name.Length)
        {
            throw new ArgumentException("The buffer is too small.", nameof(buffer));
        }

        while (true)
        {
            // What is held back of a name that is not whole goes out with what comes next.
            _pending.AsSpan(0, _held).CopyTo(buffer.Span);
            int read = await Inner.ReadAsync(buffer[_held..], cancellationToken).ConfigureAwait(false);
            int length = _held + read;
            Replace(buffer.Span[..length], _held);
            bool isPartOfName = read > 0 && _matched > 0;
            _held = isPartOfName ? _matched : 0;
            buffer.Span[(length - _held)..length].CopyTo(_pending);
            if (length > _held || read == 0)
            {
                return length - _held;
            }
        }
    }

    private void Replace(Span<byte> bytes, int start)
    {
        for (int i = start; i < bytes.Length; i++)
        {
            _matched = bytes[i] is (byte)'\n' or (byte)'\r' ? 0
                : _matched >= 0 && bytes[i] == Name[_matched] ? _matched + 1
                : -1;
            if (_matched == Name.Length)
            {
                Replacement.CopyTo(bytes[(i + 1 - Name.Length)..]);
                _matched = -1;
            }
        }
    }
}
