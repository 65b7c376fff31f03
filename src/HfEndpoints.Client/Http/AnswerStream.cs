namespace HfEndpoints.Client;

/// <summary>
/// The body of an answer as it arrives. It fails in three ways only: the connection breaks (<see cref="IOException"/> or
/// <see cref="HttpRequestException"/>), it is silent for too long (<see cref="TimeoutException"/>), or the data does
/// not match its headers (<see cref="UnreadableBodyException"/>), such as plain text announced as gzip.
/// </summary>
internal sealed class AnswerStream : ReadingStream
{
    private readonly SecretMask _mask;
    private readonly TimeSpan _silence;

    // Null without a limit.
    private readonly CancellationTokenSource? _timer;
    private CancellationTokenSource? _linked;
    private CancellationToken _linkedTo;

    /// <param name="inner">The body.</param>
    /// <param name="mask">Masks what was sent in messages, which show a chunk's header that is not valid.</param>
    /// <param name="silence">How long the body may be silent. Zero or infinite sets no limit.</param>
    /// <param name="clock">The clock of that time.</param>
    public AnswerStream(Stream inner, SecretMask mask, TimeSpan silence, TimeProvider clock)
        : base(inner)
    {
        _mask = mask;
        _silence = silence;
        _timer = silence > TimeSpan.Zero ? new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock) : null;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            ValueTask<int> read = Inner.ReadAsync(buffer, Link(cancellationToken));
            if (read.IsCompletedSuccessfully)
            {
                return read.Result;
            }

            _timer?.CancelAfter(_silence);
            int count = await read.ConfigureAwait(false);
            _timer?.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (OperationCanceledException) when (_timer is { IsCancellationRequested: true } && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"nothing came for {_silence.TotalSeconds:0.#} s"));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException && _mask.Apply(exception) is { } masked
            && masked != exception)
        {
            throw masked;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException or HttpRequestException))
        {
            // Each decoder throws its own exception for invalid data.
            throw new UnreadableBodyException("its bytes are not in the encoding that it announces", _mask.Apply(exception));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _linked?.Dispose();
            _timer?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Usually every piece is read with the same token.
    private CancellationToken Link(CancellationToken cancellationToken)
    {
        if (_timer is null)
        {
            return cancellationToken;
        }

        if (_linked is null || _linkedTo != cancellationToken)
        {
            _linked?.Dispose();
            _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timer.Token);
            _linkedTo = cancellationToken;
        }

        return _linked.Token;
    }
}
