namespace HfEndpoints.Client;

/// <summary>
/// The memory that all answers in flight have together. Short ones need no permission, some of middle length are read at once, and of
/// those that may be very long one: the others wait, and so do their servers.
/// </summary>
/// <remarks>Who waits for the longer holds the shorter at most, so those that hold the longest always come to their end.</remarks>
internal sealed class AnswerRoom : IDisposable
{
    private const int MaxMiddle = 16;

    private static readonly SemaphoreSlim s_middle = new(MaxMiddle);
    private static readonly SemaphoreSlim s_long = new(1);

    private SemaphoreSlim? _held;

    /// <summary>Waits until an answer may have a buffer of this length.</summary>
    public async ValueTask EnterAsync(int length, CancellationToken cancellationToken)
    {
        SemaphoreSlim? needed = length > BodyLimits.Middle ? s_long : length > BodyLimits.Short ? s_middle : null;
        if (needed is not null && needed != _held)
        {
            await needed.WaitAsync(cancellationToken).ConfigureAwait(false);
            _held?.Release();
            _held = needed;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _held, null)?.Release();
}
