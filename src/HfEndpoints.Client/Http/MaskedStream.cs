using System.Buffers;

namespace HfEndpoints.Client;

/// <summary>
/// The text of an answer as it arrives, without the secrets that were sent: what may be the beginning of one is kept back until it is
/// decided. Every failure is an <see cref="HfException"/>.
/// </summary>
internal sealed class MaskedStream(Stream inner, HfRequest request, SecretMask mask) : ReadingStream(inner)
{
    private readonly ArrayBufferWriter<byte> _ready = new();
    private byte[] _buffer = new byte[32 * 1024];
    private int _filled;
    private int _given;
    private bool _isEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_given == _ready.WrittenCount)
        {
            if (_isEnd || buffer.IsEmpty)
            {
                return 0;
            }

            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * _buffer.Length);
            }

            int read = await FillAsync(cancellationToken).ConfigureAwait(false);
            _isEnd = read == 0;
            _filled += read;
            _ready.ResetWrittenCount();
            _given = 0;
            int done = mask.Copy(_buffer.AsSpan(0, _filled), _isEnd, _ready);
            _buffer.AsSpan(done.._filled).CopyTo(_buffer);
            _filled -= done;
        }

        int count = Math.Min(buffer.Length, _ready.WrittenCount - _given);
        _ready.WrittenMemory.Slice(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    private async ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Inner.ReadAsync(_buffer.AsMemory(_filled), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw RequestFailure.From(request, mask, exception, hasBegun: true);
        }
    }
}
