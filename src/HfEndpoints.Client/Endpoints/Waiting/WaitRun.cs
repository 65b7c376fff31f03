namespace HfEndpoints.Client;

/// <summary>One wait: checks the remaining endpoints round by round, until none remains or the time is up.</summary>
internal sealed class WaitRun
{
    private readonly TimeProvider _timeProvider;
    private readonly HealthProbe _probe;
    private readonly EndpointEvents _events;
    private readonly WaitOptions _options;
    private readonly Outages _outages;
    private readonly ChannelWriter<EndpointResult> _results;
    private readonly long _begun;
    private readonly Dictionary<string, StateReader> _readers;

    // The endpoints still waited for, as they were at the last check.
    private readonly ConcurrentDictionary<WaitTarget, HfInferenceEndpoint?> _waiting;

    // What was last reported of each, because the time goes on between two checks.
    private readonly ConcurrentDictionary<WaitTarget, WaitProgress> _reported = new();

    public WaitRun(HfTransport transport, IEnumerable<WaitTarget> targets, WaitOptions options, ChannelWriter<EndpointResult> results)
    {
        _timeProvider = transport.Options.TimeProvider;
        _probe = new HealthProbe(transport);
        _events = new EndpointEvents(transport);
        _options = options;
        _outages = new Outages(transport.Options, options.Timeout is null ? Outages.DefaultPatience : null, options.Trouble);
        _results = results;
        _begun = _timeProvider.GetTimestamp();
        _waiting = new(targets.Distinct().Select(target => KeyValuePair.Create(target, (HfInferenceEndpoint?)null)));
        EndpointsClient endpoints = LooksOnce ? new(transport) : Outages.ClientWithoutRetries(transport);
        _readers = _waiting.Keys.Select(target => target.Namespace).Distinct()
            .ToDictionary(name => name, name => new StateReader(endpoints, name));
    }

    private bool LooksOnce => _options.Timeout == TimeSpan.Zero;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(
            LooksOnce ? Timeout.InfiniteTimeSpan : _options.Timeout ?? Timeout.InfiniteTimeSpan, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var signal = new ChangeSignal(_options.FollowEvents ? _events : null, _timeProvider, _options.RefreshInterval, either.Token);
        await using var _ = signal.ConfigureAwait(false);
        using ITimer? ticks = _options.Progress is null ? null
            : _timeProvider.CreateTimer(_ => Tick(), null, WaitOptions.ProgressInterval, WaitOptions.ProgressInterval);
        try
        {
            while (!_waiting.IsEmpty)
            {
                await Task.WhenAll(_waiting.Keys.GroupBy(target => target.Namespace)
                    .Select(group => LookAsync(_readers[group.Key], [.. group], either.Token))).ConfigureAwait(false);
                if (LooksOnce)
                {
                    EndAllAsTimedOut();
                }
                else if (!_waiting.IsEmpty)
                {
                    TimeSpan pause = _outages.PauseBeforeNextRound(_options.RefreshInterval);
                    await signal.WaitAsync([.. _waiting.Keys], pause, either.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            EndAllAsTimedOut();
        }
    }

    private void EndAllAsTimedOut()
    {
        foreach ((WaitTarget target, HfInferenceEndpoint? seen) in _waiting)
        {
            End(target, null, _outages.FailureOf(target) ?? TimedOut(target, seen));
        }
    }

    private async Task LookAsync(StateReader reader, IReadOnlyCollection<WaitTarget> targets, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<WaitTarget, object> answers = await reader.ReadAsync(targets, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(answers.Select(answer => answer.Value is HfInferenceEndpoint endpoint
            ? JudgeAsync(answer.Key, endpoint, cancellationToken)
            : JudgeAsync(answer.Key, (HfException)answer.Value))).ConfigureAwait(false);
    }

    private async Task JudgeAsync(WaitTarget target, HfInferenceEndpoint endpoint, CancellationToken cancellationToken)
    {
        _outages.End(target);
        if (_waiting[target]?.Status != endpoint.Status)
        {
            string message = endpoint.Message is { Length: > 0 } text ? $": {text}" : "";
            _events.Options.Log?.Invoke($"Endpoint '{target.Name}' is {endpoint.Status}{message}");
        }

        _waiting[target] = endpoint;
        if (WaitVerdict.WhyHopeless(endpoint, _options.State) is { } error)
        {
            End(target, null, error);
            return;
        }

        bool isThere = EndpointStates.Is(endpoint.Status, _options.State);
        bool isAnswering = true;
        if (isThere && EndpointStates.Is(_options.State, EndpointStates.Running))
        {
            try
            {
                isAnswering = await _probe.IsHealthyAsync(endpoint, cancellationToken).ConfigureAwait(false);
            }
            catch (HfException exception)
            {
                End(target, null, exception);
                return;
            }
        }

        Report(new WaitProgress(target, endpoint, _timeProvider.GetElapsedTime(_begun), isAnswering));
        if (isThere && isAnswering)
        {
            End(target, endpoint, null);
        }
    }

    private void Report(WaitProgress progress)
    {
        _reported[progress.Target] = progress;
        _options.Progress?.Invoke(progress);
    }

    private void Tick()
    {
        foreach (WaitTarget target in _waiting.Keys)
        {
            if (_reported.TryGetValue(target, out WaitProgress? last))
            {
                _options.Progress?.Invoke(last with { Elapsed = _timeProvider.GetElapsedTime(_begun) });
            }
        }
    }

    private Task JudgeAsync(WaitTarget target, HfException failure)
    {
        if (LooksOnce || !_outages.Bridge(target, failure))
        {
            End(target, null, failure);
        }

        return Task.CompletedTask;
    }

    private void End(WaitTarget target, HfInferenceEndpoint? endpoint, HfException? error)
    {
        if (_waiting.TryRemove(target, out _))
        {
            // The channel is unbounded: there is always room.
            _results.TryWrite(new EndpointResult(target, endpoint, error));
        }
    }

    private HfException TimedOut(WaitTarget target, HfInferenceEndpoint? seen)
    {
        bool isThere = seen is not null && EndpointStates.Is(seen.Status, _options.State);
        string state = seen is null ? "has not responded yet"
            : isThere ? WhatIsMissing(seen)
            : seen.Message is { Length: > 0 } text ? $"is {seen.Status} ({text.TrimEnd('.')})"
            : $"is {seen.Status}";
        return new HfException(
            HfErrorKind.WaitTimeout,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Endpoint '{target.Name}' is not {(isThere ? "ready" : _options.State)} after "
                + $"{_options.Timeout!.Value.TotalSeconds:0.###} s: it {state}."));
    }

    private static string WhatIsMissing(HfInferenceEndpoint running) => string.IsNullOrEmpty(running.Url)
        ? $"is {running.Status}, but has no url"
        : $"is {running.Status}, but its health route '{running.HealthRoute ?? "/"}' does not answer with 200";
}
