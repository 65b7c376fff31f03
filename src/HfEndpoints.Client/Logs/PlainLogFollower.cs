using System.Runtime.CompilerServices;
using HfEndpoints.Client.Http;

namespace HfEndpoints.Client.Logs;

/// <summary>
/// Follows a log by the plain routes. After a break the newest lines are asked for once more, and those at their
/// beginning that were the last ones given are left out: without times there is nothing surer to go by.
/// </summary>
internal sealed class PlainLogFollower(LogSource source, LogQuery query)
{
    private const int MaxRemembered = 1000;

    // How long the lines that were asked for again may stay away before it is clear that there are fewer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly LogReconnection _reconnection = new(source);
    private readonly Queue<string> _given = new();
    private bool _isResumed;

    public IAsyncEnumerable<LogEntry> FollowAsync(CancellationToken cancellationToken)
    {
        new PlainLog(source, query).Announce();
        return _reconnection.RunAsync(() => ConnectAsync(cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<LogEntry> ConnectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int? tail = !_isResumed ? query.Tail : _given.Count > 0 ? _given.Count : query.Tail == 0 ? 0 : MaxRemembered;
        HfRequest request = source.PlainEvents(query.Replica, tail);
        using HttpResponseMessage response = await source.Transport.SendAsync(request, cancellationToken)
            .ConfigureAwait(false);
        _reconnection.Connected();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<string> lines = LogEvents.ReadAsync(source, response, stop.Token).GetAsyncEnumerator(stop.Token);
        await using (lines.ConfigureAwait(false))
        {
            Task<bool> next = lines.MoveNextAsync().AsTask();
            try
            {
                if (_isResumed && _given.Count > 0)
                {
                    (List<string> again, next) = await GatherAsync(lines, next, _given.Count).ConfigureAwait(false);
                    foreach (LogEntry entry in again.Skip(Overlap([.. _given], again)).SelectMany(Take))
                    {
                        yield return entry;
                    }
                }

                _isResumed = true;
                while (await next.ConfigureAwait(false))
                {
                    foreach (LogEntry entry in Take(lines.Current))
                    {
                        yield return entry;
                    }

                    next = lines.MoveNextAsync().AsTask();
                }
            }
            finally
            {
                // A line may still be waited for, and what reads it can't be disposed of before.
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The longest end of one list that is the beginning of the other.</summary>
    internal static int Overlap(IReadOnlyList<string> given, IReadOnlyList<string> again)
    {
        for (int length = Math.Min(given.Count, again.Count); length > 0; length--)
        {
            if (given.Skip(given.Count - length).SequenceEqual(again.Take(length)))
            {
                return length;
            }
        }

        return 0;
    }

    private async Task<(List<string> Lines, Task<bool> Next)> GatherAsync(
        IAsyncEnumerator<string> lines, Task<bool> next, int count)
    {
        var gathered = new List<string>();
        try
        {
            while (gathered.Count < count
                && await next.WaitAsync(s_patience, source.Transport.Options.TimeProvider).ConfigureAwait(false))
            {
                gathered.Add(lines.Current);
                next = lines.MoveNextAsync().AsTask();
            }
        }
        catch (TimeoutException)
        {
            // There are no more.
        }

        return (gathered, next);
    }

    private IEnumerable<LogEntry> Take(string line)
    {
        _given.Enqueue(line);
        if (_given.Count > MaxRemembered)
        {
            _given.Dequeue();
        }

        LogEntry entry = PlainLine.Read(line);
        return PlainLine.Matches(entry, query) ? [entry] : [];
    }
}
