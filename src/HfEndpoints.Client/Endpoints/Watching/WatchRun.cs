using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace HfEndpoints.Client;

/// <summary>
/// One watch: as many endpoints as are worth a stream are followed by one, the others are looked at together at the
/// interval. One loop decides, so it needs no locks.
/// </summary>
internal sealed class WatchRun
{
    private const int MaxStreams = 32;
    private const int MaxNews = 256;

    private readonly EndpointEvents _events;
    private readonly TimeSpan _interval;
    private readonly ChannelWriter<WatchResult> _results;
    private readonly Dictionary<string, StateReader> _readers;
    private readonly Channel<StreamNews> _news = Channel.CreateBounded<StreamNews>(MaxNews);

    // Those still watched, with what was last given of them.
    private readonly Dictionary<WaitTarget, InferenceEndpoint?> _watched;

    public WatchRun(
        EndpointsClient endpoints,
        EndpointEvents events,
        IEnumerable<WaitTarget> targets,
        TimeSpan interval,
        ChannelWriter<WatchResult> results)
    {
        _events = events;
        _interval = interval;
        _results = results;
        _watched = targets.Distinct().ToDictionary(target => target, _ => (InferenceEndpoint?)null);
        _readers = _watched.Keys.Select(target => target.Namespace).Distinct()
            .ToDictionary(name => name, name => new StateReader(endpoints, name));
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var streams = new EndpointStreams(_events, MaxStreams, _interval, _news.Writer.WriteAsync, stop);
        await using ConfiguredAsyncDisposable disposal = streams.ConfigureAwait(false);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task pause = PauseAsync(end.Token);

        // The streams are opened before the endpoints are asked for, so that no change falls between the two. One that
        // hangs does not keep back the others: when it is open, its endpoint is asked for again.
        await Task.WhenAny(streams.FollowAsync(_watched.Keys), pause).ConfigureAwait(false);
        HashSet<WaitTarget> due = [.. _watched.Keys];
        Task<bool> news = _news.Reader.WaitToReadAsync(end.Token).AsTask();
        while (_watched.Count > 0)
        {
            await ReadNewsAsync(due, stop).ConfigureAwait(false);
            await LookAsync(due, stop).ConfigureAwait(false);
            due.Clear();
            _ = streams.FollowAsync(_watched.Keys);
            if (_watched.Count == 0)
            {
                break;
            }

            news = news.IsCompleted ? _news.Reader.WaitToReadAsync(end.Token).AsTask() : news;
            await Task.WhenAny(news, pause).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            if (pause.IsCompleted)
            {
                due.UnionWith(_watched.Keys.Where(target => !streams.IsOpen(target)));
                pause = PauseAsync(end.Token);
            }
        }

        await end.CancelAsync().ConfigureAwait(false);
    }

    private Task PauseAsync(CancellationToken end) => Task.Delay(_interval, _events.Options.TimeProvider, end);

    private async Task ReadNewsAsync(HashSet<WaitTarget> due, CancellationToken stop)
    {
        while (_news.Reader.TryRead(out StreamNews? news))
        {
            if (news.Endpoint is { } seen && !due.Contains(news.Target))
            {
                await ShowAsync(news.Target, seen, stop).ConfigureAwait(false);
            }
            else
            {
                due.Add(news.Target);
            }
        }
    }

    private async Task LookAsync(HashSet<WaitTarget> due, CancellationToken stop)
    {
        IEnumerable<Task<IReadOnlyDictionary<WaitTarget, object>>> looks = due
            .Where(_watched.ContainsKey)
            .GroupBy(target => target.Namespace)
            .Select(group => _readers[group.Key].ReadAsync([.. group], stop));
        foreach ((WaitTarget target, object answer) in (await Task.WhenAll(looks).ConfigureAwait(false)).SelectMany(one => one))
        {
            if (answer is InferenceEndpoint endpoint)
            {
                await ShowAsync(target, endpoint, stop).ConfigureAwait(false);
            }
            else
            {
                _watched.Remove(target);
                await _results.WriteAsync(new WatchResult(target, null, (HfException)answer), stop).ConfigureAwait(false);
            }
        }
    }

    private async Task ShowAsync(WaitTarget target, InferenceEndpoint seen, CancellationToken stop)
    {
        if (_watched.TryGetValue(target, out InferenceEndpoint? last)
            && (last is null || EndpointEvents.HasChanged(last.Status, seen.Status)))
        {
            _watched[target] = seen;
            await _results.WriteAsync(new WatchResult(target, seen, null), stop).ConfigureAwait(false);
        }
    }
}
