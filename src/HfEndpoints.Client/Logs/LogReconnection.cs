using System.Globalization;
using System.Runtime.CompilerServices;
using HfEndpoints.Client.Errors;

namespace HfEndpoints.Client.Logs;

/// <summary>
/// Keeps a stream of lines going: connects again whenever it ends or breaks, with growing pauses, until it is stopped
/// or the service can't be reached for long.
/// </summary>
internal sealed class LogReconnection(LogSource source)
{
    // Long enough for a laptop to change networks or for the service to be restarted.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(8);

    private readonly TimeProvider _timeProvider = source.Transport.Options.TimeProvider;
    private long? _aliveAt;
    private bool _isConnected;
    private int _failures;

    /// <summary>Says that a stream began.</summary>
    public void Connected()
    {
        _aliveAt = _timeProvider.GetTimestamp();
        _isConnected = true;
    }

    /// <summary>Gives the lines of one connection after the other.</summary>
    public async IAsyncEnumerable<LogEntry> RunAsync(
        Func<IAsyncEnumerable<LogEntry>> connect, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            IAsyncEnumerator<LogEntry> entries = connect().GetAsyncEnumerator(cancellationToken);
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

                    _failures = 0;
                    yield return entries.Current;
                }
            }

            await PauseAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<(bool IsThere, HfException? Failure)> MoveNextAsync(IAsyncEnumerator<LogEntry> entries)
    {
        try
        {
            return (await entries.MoveNextAsync().ConfigureAwait(false), null);
        }
        catch (HfException exception) when (_aliveAt is { } since && MayPass(exception)
            && _timeProvider.GetElapsedTime(since) < s_patience)
        {
            return (false, exception);
        }
    }

    private async Task PauseAsync(HfException? failure, CancellationToken cancellationToken)
    {
        if (_isConnected && _timeProvider.GetElapsedTime(_aliveAt!.Value) > s_maxDelay)
        {
            // A quiet stream that lasted for a while was no failure.
            _failures = 0;
        }

        _isConnected = false;

        TimeSpan delay = source.Transport.Options.RetryDelay * Math.Pow(2, Math.Min(_failures++, 10));
        delay = (delay < s_maxDelay ? delay : s_maxDelay) * (0.75 + (Random.Shared.NextDouble() / 4));
        source.Tell(string.Create(
            CultureInfo.InvariantCulture,
            $"{failure?.Message ?? $"The stream of {source.Log} ended."} Going on in {delay.TotalSeconds:0.0} s."));
        await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
    }

    private static bool MayPass(HfException exception) => exception is ExpiredCursorException || exception.Kind is
        HfErrorKind.ConnectionFailed or HfErrorKind.StreamInterrupted or HfErrorKind.RequestTimeout
        or HfErrorKind.ServiceUnavailable or HfErrorKind.RateLimited;
}
