namespace HfEndpoints.Client;

/// <summary>
/// One watch: follows endpoints by streams up to the limit, and checks the others, and those with a silent stream,
/// together at the interval. One loop decides, so it needs no locks. A slow check does not delay changes from
/// streams.
/// </summary>
internal sealed class WatchRun
{
    private const int MaxStreams = 32;
    private const int MaxNews = 256;

    private readonly EndpointEvents _events;
    private readonly TimeSpan _interval;
    private readonly Outages _outages;
    private readonly ChannelWriter<EndpointResult> _results;
    private readonly Dictionary<string, StateReader> _readers;
    private readonly Channel<StreamNews> _news = Channel.CreateBounded<StreamNews>(MaxNews);

    // The endpoints still watched, as they were last returned.
    private readonly Dictionary<WaitTarget, HfInferenceEndpoint?> _watched;

    private readonly HashSet<WaitTarget> _due;

    // Endpoints whose stream is newer than the check under way, and endpoints that are checked because of a silent stream.
    private readonly HashSet<WaitTarget> _overtaken = [];
    private readonly HashSet<WaitTarget> _suspected = [];

    // The endpoints of the check under way, and what the streams of those not returned yet reported meanwhile.
    private readonly HashSet<WaitTarget> _checked = [];
    private readonly Dictionary<WaitTarget, HfInferenceEndpoint> _early = [];

    public WatchRun(HfTransport transport, IEnumerable<WaitTarget> targets, WatchOptions options, ChannelWriter<EndpointResult> results)
    {
        _events = new EndpointEvents(transport);
        _interval = options.RefreshInterval;
        _outages = new Outages(transport.Options, Outages.DefaultPatience, options.Trouble);
        _results = results;
        _watched = targets.Distinct().ToDictionary(target => target, _ => (HfInferenceEndpoint?)null);
        _due = [.. _watched.Keys];
        EndpointsClient endpoints = Outages.ClientWithoutRetries(transport);
        _readers = _watched.Keys.Select(target => target.Namespace).Distinct()
            .ToDictionary(name => name, name => new StateReader(endpoints, name));
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var streams = new EndpointStreams(_events, MaxStreams, _interval, _news.Writer.WriteAsync, cancellationToken);
        await using ConfiguredAsyncDisposable disposal = streams.ConfigureAwait(false);

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<(WaitTarget Target, object Answer)[]>? look = null;
        try
        {
            Task pause = PauseAsync(_interval, end.Token);

            // Open the streams before reading the endpoints, so that no change is lost between the two. A stream that
            // hangs does not delay the others: once it is open, its endpoint is read again.
            await Task.WhenAny(streams.FollowAsync(_watched.Keys), pause).ConfigureAwait(false);
            Task<bool> news = _news.Reader.WaitToReadAsync(end.Token).AsTask();
            while (_watched.Count > 0)
            {
                await ReadNewsAsync(cancellationToken).ConfigureAwait(false);
                look ??= BeginLook(end.Token);
                news = news.IsCompleted ? _news.Reader.WaitToReadAsync(end.Token).AsTask() : news;
                await Task.WhenAny(look is null ? [news, pause] : [news, pause, look]).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (look is { IsCompleted: true })
                {
                    await TakeAsync(await look.ConfigureAwait(false), streams, cancellationToken).ConfigureAwait(false);
                    look = null;
                    _ = streams.FollowAsync(_watched.Keys);
                }

                if (pause.IsCompleted)
                {
                    _suspected.UnionWith(_watched.Keys.Where(streams.IsSilent));
                    _due.UnionWith(_watched.Keys.Where(target => !streams.IsAlive(target) || _outages.FailureOf(target) is not null));
                    pause = PauseAsync(_outages.PauseBeforeNextRound(_interval), end.Token);
                }
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task?)look ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task PauseAsync(TimeSpan span, CancellationToken cancellationToken) =>
        Task.Delay(span, _events.Options.TimeProvider, cancellationToken);

    private async Task ReadNewsAsync(CancellationToken cancellationToken)
    {
        while (_news.Reader.TryRead(out StreamNews? news))
        {
            // Read the first state: an event may not contain all of it.
            if (news.Endpoint is { } seen && _watched.GetValueOrDefault(news.Target) is not null)
            {
                _overtaken.Add(news.Target);
                await ShowAsync(news.Target, seen, cancellationToken).ConfigureAwait(false);
            }
            else if (news.Endpoint is { } early && _checked.Contains(news.Target))
            {
                _early[news.Target] = early;
            }
            else
            {
                _due.Add(news.Target);
            }
        }
    }

    private Task<(WaitTarget Target, object Answer)[]>? BeginLook(CancellationToken cancellationToken)
    {
        WaitTarget[] targets = [.. _due.Where(_watched.ContainsKey)];
        _due.Clear();
        _overtaken.Clear();
        _checked.UnionWith(targets);
        return targets.Length == 0 ? null : LookAsync(targets, cancellationToken);
    }

    private async Task<(WaitTarget Target, object Answer)[]> LookAsync(WaitTarget[] targets, CancellationToken cancellationToken)
    {
        IEnumerable<Task<IReadOnlyDictionary<WaitTarget, object>>> looks = targets
            .GroupBy(target => target.Namespace)
            .Select(group => _readers[group.Key].ReadAsync([.. group], cancellationToken));
        return [.. (await Task.WhenAll(looks).ConfigureAwait(false)).SelectMany(one => one).Select(one => (one.Key, one.Value))];
    }

    private async Task TakeAsync((WaitTarget Target, object Answer)[] answers, EndpointStreams streams, CancellationToken cancellationToken)
    {
        _checked.Clear();
        foreach ((WaitTarget target, object answer) in answers)
        {
            // The answer contains all; a stream that reported another state meanwhile may be ahead of it.
            if (_early.Remove(target, out HfInferenceEndpoint? early)
                && !(answer is HfInferenceEndpoint whole && !EndpointEvents.HasChanged(whole, early)))
            {
                _due.Add(target);
            }

            bool isSuspected = _suspected.Remove(target);
            if (answer is HfInferenceEndpoint endpoint)
            {
                _outages.End(target);
                streams.Looked(target);
                if (!_overtaken.Contains(target) && await ShowAsync(target, endpoint, cancellationToken).ConfigureAwait(false)
                    && isSuspected)
                {
                    // It missed a change, so it is considered dead.
                    streams.Leave(target);
                }
            }
            else if (!_outages.Bridge(target, (HfException)answer))
            {
                _outages.Forget(target);
                _watched.Remove(target);
                await _results.WriteAsync(new EndpointResult(target, null, (HfException)answer), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Whether there was anything to show.
    private async Task<bool> ShowAsync(WaitTarget target, HfInferenceEndpoint seen, CancellationToken cancellationToken)
    {
        if (!_watched.TryGetValue(target, out HfInferenceEndpoint? last)
            || (last is not null && !EndpointEvents.HasChanged(last, seen)))
        {
            return false;
        }

        _watched[target] = seen;
        await _results.WriteAsync(new EndpointResult(target, seen, null), cancellationToken).ConfigureAwait(false);
        return true;
    }
}
