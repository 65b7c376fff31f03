using System.Runtime.InteropServices;

namespace HfEndpoints.Client;

/// <summary>
/// Follows a log by the plain routes. After a break it requests many of the newest lines again, and skips those up to
/// the last ones returned. Without times there is no better way.
/// </summary>
internal sealed class PlainLogFollower(LogSource source, LogQuery query)
{
    private const int MaxRemembered = 1000;

    // How long to wait for the requested lines before concluding that there are fewer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly LogReconnection _reconnection = new(source);
    private readonly Queue<string> _given = new();

    public IAsyncEnumerable<HfLogEntry> FollowAsync(CancellationToken cancellationToken)
    {
        new PlainLog(source, query).Announce();
        return _reconnection.RunAsync(() => ConnectAsync(cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<HfLogEntry> ConnectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Not only as many as were given: the break may have kept back more than that.
        int? tail = _given.Count > 0 ? MaxRemembered : query.Tail;
        HfRequest request = source.PlainEvents(query.Replica, tail, _reconnection.HasConnected);
        using HttpResponseMessage response = await source.Transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _reconnection.Connected();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<ServerEvent> lines = LogEvents.ReadAsync(source, response, stop.Token).GetAsyncEnumerator(stop.Token);
        await using (lines.ConfigureAwait(false))
        {
            Task<bool> next = lines.MoveNextAsync().AsTask();
            try
            {
                if (_given.Count > 0)
                {
                    (List<string> added, next) = await CatchUpAsync(lines, next).ConfigureAwait(false);
                    foreach (HfLogEntry entry in added.SelectMany(Take))
                    {
                        yield return entry;
                    }
                }

                while (await next.ConfigureAwait(false))
                {
                    foreach (HfLogEntry entry in Take(lines.Current.Text))
                    {
                        yield return entry;
                    }

                    next = lines.MoveNextAsync().AsTask();
                }
            }
            finally
            {
                // A read may be pending, and its reader can't be disposed before it ends.
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Reads on to the last line given; what came after it by then are the lines.</summary>
    private async Task<(List<string> Lines, Task<bool> Next)> CatchUpAsync(IAsyncEnumerator<ServerEvent> lines, Task<bool> next)
    {
        string[] given = [.. _given];
        var again = new List<string>();
        try
        {
            while (again.Count < MaxRemembered)
            {
                if (!await next.WaitAsync(s_patience, source.Transport.Options.TimeProvider).ConfigureAwait(false))
                {
                    // Cut short: the next connection finds the place.
                    return ([], next);
                }

                again.Add(lines.Current.Text);
                next = lines.MoveNextAsync().AsTask();
                if (again.Count >= given.Length && given.AsSpan().SequenceEqual(CollectionsMarshal.AsSpan(again)[^given.Length..]))
                {
                    return ([], next);
                }
            }
        }
        catch (TimeoutException)
        {
            // There are no more.
        }

        return (again[Overlap(given, again)..], next);
    }

    /// <summary>The longest end of what was given that what came again begins with.</summary>
    private static int Overlap(string[] given, List<string> again)
    {
        ReadOnlySpan<string> came = CollectionsMarshal.AsSpan(again);
        int length = Math.Min(given.Length, came.Length);
        while (!given.AsSpan()[^length..].SequenceEqual(came[..length]))
        {
            length--;
        }

        return length;
    }

    private IEnumerable<HfLogEntry> Take(string line)
    {
        _given.Enqueue(line);
        if (_given.Count > MaxRemembered)
        {
            _given.Dequeue();
        }

        HfLogEntry entry = source.ReadLine(source.Transport.Mask.Apply(line));
        return PlainLine.Matches(entry, query) ? [entry] : [];
    }
}
