using System.Runtime.ExceptionServices;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// A streamed answer and its time-out. Its first byte shows whether it is a stream, because servers that do not
/// stream send it whole and the media type is not always right.
/// </summary>
internal sealed class StreamedAnswer(
    HfTransport transport,
    HfRequest request,
    HttpResponseMessage response,
    TimeSpan timeLeft,
    TimeSpan timeout,
    CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _timer = new(timeLeft, transport.Options.TimeProvider);
    private CancellationTokenSource? _either;

    public HttpResponseMessage Response => response;

    public string Action => request.Action;

    /// <summary>Whether it is one JSON document, or a page of another program, instead of a stream of events.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Ends the reading when the caller cancels or the time is up.</summary>
    public CancellationToken Token => (_either ??= CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timer.Token)).Token;

    /// <summary>Whether its time is up, and the caller has not cancelled.</summary>
    public bool IsTimedOut => _timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested;

    /// <summary>Reads its first byte.</summary>
    public async Task BeginAsync()
    {
        var body = new PeekedStream(await Response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        IsWhole = await body.PeekAsync(Token).ConfigureAwait(false) is (byte)'{' or (byte)'[' or (byte)'<';
        AnswerContent.Replace(Response, new StreamContent(body));
    }

    /// <summary>Reads the whole answer's JSON.</summary>
    /// <exception cref="HfException">It can't be read, or does not come in time.</exception>
    public async Task<JsonElement> ReadWholeAsync()
    {
        try
        {
            return await transport.ReadJsonAsync(request, Response, HfJson.Context.JsonElement, Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsTimedOut)
        {
            throw TimedOut();
        }
    }

    public HfException TimedOut() => RequestFailure.TimedOut(request, timeout);

    public void Dispose()
    {
        Response.Dispose();
        _either?.Dispose();
        _timer.Dispose();
    }

    /// <summary>A body whose first bytes were looked at. A failure to do so shows when it is read.</summary>
    private sealed class PeekedStream(Stream inner) : ReadingStream(inner)
    {
        private static readonly byte[] s_blanks = [.. " \t\r\n"u8, .. System.Text.Encoding.UTF8.Preamble];
        private readonly byte[] _buffer = new byte[4096];
        private int _start;
        private int _end;
        private ExceptionDispatchInfo? _failure;

        /// <summary>The first byte that is not blank; null if none comes.</summary>
        public async Task<byte?> PeekAsync(CancellationToken cancellationToken)
        {
            try
            {
                while (_end < _buffer.Length)
                {
                    int count = await Inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
                    _end += count;
                    int first = _buffer.AsSpan(0, _end).IndexOfAnyExcept(s_blanks);
                    if (first >= 0 || count == 0)
                    {
                        return first < 0 ? null : _buffer[first];
                    }
                }
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            return null;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_start == _end)
            {
                _failure?.Throw();
                return Inner.ReadAsync(buffer, cancellationToken);
            }

            int count = Math.Min(buffer.Length, _end - _start);
            _buffer.AsMemory(_start, count).CopyTo(buffer);
            _start += count;
            return ValueTask.FromResult(count);
        }
    }
}
