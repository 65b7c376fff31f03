using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>Processes the inputs of one call: many at once, results in order, one error record for each failure.</summary>
internal sealed class InferenceRun<TInput>(
    HfCmdlet cmdlet, CmdletOutput output, IInferenceTask<TInput> task, InferenceOptions options, ServerResolver resolver)
{
    private const int StartActivity = 1;
    private const int CountActivity = 2;

    // Fewer are done before a progress bar is useful.
    private const int CountFrom = 10;

    private const int UnknownBatchSize = 32;

    private readonly ConcurrentDictionary<object, bool> _unusable = new();

    // By endpoint; there is one for an address.
    private readonly ConcurrentDictionary<object, InferenceOptions> _options = new();
    private int _done;
    private int _failed;

    /// <summary>Processes all inputs, and writes their results and errors.</summary>
    /// <param name="jobs">The inputs, as they arrive.</param>
    /// <param name="limit">How many requests run at once.</param>
    /// <param name="isOrdered">Whether results keep the inputs' order.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task RunAsync(IAsyncEnumerable<InferenceJob<TInput>> jobs, int limit, bool isOrdered, CancellationToken cancellationToken)
    {
        long begun = Environment.TickCount64;
        try
        {
            await foreach (Outcome outcome in AsyncParallel
                .SelectAsync(GatherAsync(jobs, cancellationToken), limit, isOrdered, AnswerAsync, cancellationToken)
                .ConfigureAwait(false))
            {
                await WriteAsync(outcome).ConfigureAwait(false);
                ShowCount(begun);
            }
        }
        finally
        {
            EndStart();
            output.EndProgress(CountActivity, task.Activity);
        }
    }

    // Inputs of the same endpoint, in their order, until they are as many as one request may have.
    private async IAsyncEnumerable<IReadOnlyList<InferenceJob<TInput>>> GatherAsync(
        IAsyncEnumerable<InferenceJob<TInput>> jobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<InferenceJob<TInput>>();
        int size = 1;
        await foreach (InferenceJob<TInput> job in jobs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!task.TakesSeveral)
            {
                yield return [job];
                continue;
            }

            bool isOther = batch.Count > 0 && !Equals(batch[0].Endpoint?.Key, job.Endpoint?.Key);
            if (batch.Count == 1 && !isOther)
            {
                // A single input goes out without this question.
                size = await GetBatchSizeAsync(batch[0], cancellationToken).ConfigureAwait(false);
            }

            if (isOther || (batch.Count > 0 && batch.Count >= size))
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(job);
            if (batch.Count > 1 && batch.Count >= size)
            {
                yield return [.. batch];
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            yield return [.. batch];
        }
    }

    private async Task<Outcome> AnswerAsync(IReadOnlyList<InferenceJob<TInput>> jobs, CancellationToken cancellationToken)
    {
        HfEndpointReference? endpoint = jobs[0].Endpoint;
        if (cmdlet.IsOver || (endpoint is not null && _unusable.ContainsKey(endpoint.Key)))
        {
            return new Outcome(jobs, [], null);
        }

        InferenceServer server;
        try
        {
            server = await resolver.FindAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            // It is about the endpoint, not this input, so write one record for all of its inputs.
            bool isFirst = endpoint is null || _unusable.TryAdd(endpoint.Key, true);
            return new Outcome(jobs, [], isFirst ? exception : null) { IsOfEndpoint = true };
        }

        try
        {
            return new Outcome(
                jobs, await task.AnswerAsync(server, jobs, OptionsOf(endpoint), output, cancellationToken).ConfigureAwait(false), null);
        }
        catch (HfException exception)
        {
            return new Outcome(jobs, [], exception);
        }
    }

    private async Task<int> GetBatchSizeAsync(InferenceJob<TInput> job, CancellationToken cancellationToken)
    {
        try
        {
            InferenceServer server = await resolver.FindAsync(job.Endpoint, cancellationToken).ConfigureAwait(false);
            return await task.GetBatchSizeAsync(server, OptionsOf(job.Endpoint), cancellationToken).ConfigureAwait(false);
        }
        catch (HfException)
        {
            // The request itself will fail too, and report it.
            return UnknownBatchSize;
        }
    }

    private InferenceOptions OptionsOf(HfEndpointReference? endpoint) => _options.GetOrAdd(
        endpoint?.Key ?? typeof(InferenceTarget),
        _ => options with { ColdStartProgress = elapsed => ShowStart(endpoint, elapsed), ColdStartEnded = EndStart });

    private async Task WriteAsync(Outcome outcome)
    {
        _done += outcome.Jobs.Count;
        foreach (InferenceResult result in outcome.Results)
        {
            if (result.Error is { } failure)
            {
                InferenceJob<TInput> job = outcome.Jobs.FirstOrDefault(job => job.Index == result.Index) ?? outcome.Jobs[0];
                await FailAsync(result.Target is null ? job : job with { Index = result.Index ?? 0, Target = result.Target }, failure)
                    .ConfigureAwait(false);
            }
            else
            {
                await output.WriteAsync(result.Value!).ConfigureAwait(false);
            }
        }

        if (outcome is { Error: { } ofEndpoint, IsOfEndpoint: true })
        {
            await FailAsync(outcome.Jobs[0].Endpoint, ofEndpoint).ConfigureAwait(false);
        }
        else if (outcome.Error is { } error)
        {
            foreach (InferenceJob<TInput> job in outcome.Jobs)
            {
                await FailAsync(job, error).ConfigureAwait(false);
            }
        }
    }

    private Task FailAsync(HfEndpointReference? endpoint, HfException error)
    {
        _failed++;
        return cmdlet.ReportAsync(output, endpoint?.Name, error);
    }

    private Task FailAsync(InferenceJob<TInput> job, HfException error)
    {
        _failed++;
        var complete = new HfException(error)
        {
            Index = job.Index,
            Endpoint = error.Endpoint ?? job.Endpoint?.Name,
            Namespace = error.Namespace ?? job.Endpoint?.Namespace,
        };
        return cmdlet.ReportAsync(output, job.Target ?? job.Endpoint?.Name, complete);
    }

    private void ShowStart(HfEndpointReference? endpoint, TimeSpan elapsed) => output.Progress(new ProgressRecord(
        StartActivity,
        endpoint is null ? "Waiting for the endpoint to start" : $"Waiting for endpoint '{endpoint.Name}' to start",
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s")));

    private void ShowCount(long begun)
    {
        if (_done < CountFrom || !output.IsProgressDue(CountActivity))
        {
            return;
        }

        EndStart();
        double seconds = Math.Max(0.001, (Environment.TickCount64 - begun) / 1000.0);
        string failed = _failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {_failed} failed");
        output.Progress(new ProgressRecord(
            CountActivity,
            task.Activity,
            string.Create(CultureInfo.InvariantCulture, $"{_done} {task.Unit} done{failed}, {_done / seconds:0.0}/s")));
    }

    private void EndStart() => output.EndProgress(StartActivity, "Waiting for the endpoint to start");

    private sealed record Outcome(IReadOnlyList<InferenceJob<TInput>> Jobs, IReadOnlyList<InferenceResult> Results, HfException? Error)
    {
        public bool IsOfEndpoint { get; init; }
    }
}
