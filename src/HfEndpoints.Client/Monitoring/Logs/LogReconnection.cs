namespace HfEndpoints.Client;

/// <summary>
/// Keeps a stream of lines open: reconnects whenever it ends or breaks, at once and then with growing pauses, until
/// it is stopped or the service is unreachable for long.
/// </summary>
internal sealed class LogReconnection(LogSource source)
{
    // Long enough for a laptop to change networks or for the service to be restarted.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _timeProvider = source.Transport.Options.TimeProvider;
    private readonly StreamPause _pause = new(source.Transport.Options);
    private long? _aliveAt;

    /// <summary>Whether a stream has begun. Until then the caller handles failures.</summary>
    public bool HasConnected => _aliveAt is not null;

    /// <summary>Records that a stream began.</summary>
    public void Connected()
    {
        _aliveAt = _timeProvider.GetTimestamp();
        _pause.Opened();
    }

    /// <summary>Gives the lines of one connection after the other.</summary>
    public async IAsyncEnumerable<HfLogEntry> RunAsync(
        Func<IAsyncEnumerable<HfLogEntry>> connect, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            IAsyncEnumerator<HfLogEntry> entries = connect().GetAsyncEnumerator(cancellationToken);
            HfException? failure = null;
            await using (entries.ConfigureAwait(false))
            {
                while (true)
                {
                    (bool isThere, failure) = await MoveNextAsync(entries).ConfigureAwait(false);
                    if (!isThere)
                    {
                        break;
                    }

                    _pause.Worked();
                    yield return entries.Current;
                }
            }

            await PauseAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(bool IsThere, HfException? Failure)> MoveNextAsync(IAsyncEnumerator<HfLogEntry> entries)
    {
        try
        {
            return (await entries.MoveNextAsync().ConfigureAwait(false), null);
        }
        catch (HfException exception) when (_aliveAt is { } since && exception.MayPass
            && _timeProvider.GetElapsedTime(since) < s_patience)
        {
            return (false, exception);
        }
    }

    private async Task PauseAsync(HfException? failure, CancellationToken cancellationToken)
    {
        TimeSpan delay = _pause.Next();
        string why = failure?.Message ?? $"The stream of {source.Log} ended.";
        source.Tell(delay > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"{why} Reconnecting in {delay.TotalSeconds:0.0} s.")
            : $"{why} Reconnecting at once.");
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
