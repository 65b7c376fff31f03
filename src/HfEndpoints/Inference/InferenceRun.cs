using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using HfEndpoints.Client;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Works off the inputs of one call: many at once, results in order, a failing one is one record.</summary>
internal sealed class InferenceRun
{
    private const int StartActivity = 1;
    private const int CountActivity = 2;

    // Fewer are done before anyone looks for a progress bar.
    private const int CountFrom = 10;

    private const int UnknownBatchSize = 32;

    private readonly HfCmdlet _cmdlet;
    private readonly CmdletOutput _output;
    private readonly IInferenceTask _task;
    private readonly InferenceSettings _settings;
    private readonly ServerResolver _resolver;
    private readonly ConcurrentDictionary<object, bool> _unusable = new();
    private int _done;
    private int _failed;

    public InferenceRun(
        HfCmdlet cmdlet, CmdletOutput output, IInferenceTask task, InferenceSettings settings, ServerResolver resolver)
    {
        _cmdlet = cmdlet;
        _output = output;
        _task = task;
        _settings = settings;
        _resolver = resolver;
    }

    public async Task RunAsync(IAsyncEnumerable<InferenceJob> jobs, CancellationToken cancellationToken)
    {
        long begun = Environment.TickCount64;
        if (_task is IBatchTask batches)
        {
            jobs = JobBatches.GatherAsync(
                jobs, (job, token) => GetBatchSizeAsync(batches, job, token), cancellationToken);
        }

        try
        {
            await foreach (Outcome outcome in AsyncParallel
                .SelectAsync(jobs, _settings.ThrottleLimit, _settings.IsOrdered, DoAsync, cancellationToken)
                .ConfigureAwait(false))
            {
                await WriteAsync(outcome).ConfigureAwait(false);
                ShowCount(begun);
            }
        }
        finally
        {
            End(StartActivity, "Waiting for the endpoint to start");
            End(CountActivity, _task.Activity);
        }
    }

    private async Task<Outcome> DoAsync(InferenceJob job, CancellationToken cancellationToken)
    {
        if (_cmdlet.IsOver || (job.Endpoint is { } known && _unusable.ContainsKey(known.Key)))
        {
            return new Outcome(job, null, null);
        }

        InferenceServer server;
        try
        {
            server = await _resolver.FindAsync(job.Endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            // It concerns the endpoint, not this input: one record for all of its inputs.
            bool isFirst = job.Endpoint is null || _unusable.TryAdd(job.Endpoint.Key, true);
            return new Outcome(job, null, isFirst ? exception : null);
        }

        try
        {
            return new Outcome(
                job,
                await _task.AnswerAsync(server, job, OptionsOf(job), _output, cancellationToken).ConfigureAwait(false),
                null);
        }
        catch (HfException exception)
        {
            return new Outcome(job, null, exception);
        }
    }

    private async Task<int> GetBatchSizeAsync(IBatchTask task, InferenceJob job, CancellationToken cancellationToken)
    {
        try
        {
            InferenceServer server = await _resolver.FindAsync(job.Endpoint, cancellationToken).ConfigureAwait(false);
            return await task.GetBatchSizeAsync(server, OptionsOf(job), cancellationToken).ConfigureAwait(false);
        }
        catch (HfException)
        {
            // The request itself will fail alike, and tell.
            return UnknownBatchSize;
        }
    }

    private InferenceOptions OptionsOf(InferenceJob job) => new()
    {
        ColdStartTimeout = _settings.ColdStartTimeout,
        ColdStartProgress = elapsed => ShowStart(job, elapsed),
    };

    private async Task WriteAsync(Outcome outcome)
    {
        _done += outcome.Job.Input is InferenceJob[] batch ? batch.Length : 1;
        foreach (object result in outcome.Results ?? [])
        {
            if (result is HfException failure)
            {
                await FailAsync(outcome.Job, failure).ConfigureAwait(false);
            }
            else
            {
                await _output.WriteAsync(result).ConfigureAwait(false);
            }
        }

        if (outcome.Error is { } error)
        {
            await FailAsync(outcome.Job, error).ConfigureAwait(false);
        }
    }

    private Task FailAsync(InferenceJob job, HfException error)
    {
        _failed++;
        return _cmdlet.ReportAsync(_output, job.Endpoint?.Name, error);
    }

    private void ShowStart(InferenceJob job, TimeSpan elapsed) => _output.Progress(new ProgressRecord(
        StartActivity,
        job.Endpoint is null ? "Waiting for the endpoint to start" : $"Waiting for endpoint '{job.Endpoint.Name}' to start",
        string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0} s")));

    private void ShowCount(long begun)
    {
        if (_done < CountFrom)
        {
            return;
        }

        End(StartActivity, "Waiting for the endpoint to start");
        double seconds = Math.Max(0.001, (Environment.TickCount64 - begun) / 1000.0);
        string failed = _failed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {_failed} failed");
        _output.Progress(new ProgressRecord(
            CountActivity,
            _task.Activity,
            string.Create(CultureInfo.InvariantCulture, $"{_done} {_task.Unit} done{failed}, {_done / seconds:0.0}/s")));
    }

    private void End(int activity, string name) => _output.Progress(
        new ProgressRecord(activity, name, "done") { RecordType = ProgressRecordType.Completed });

    private sealed record Outcome(InferenceJob Job, IReadOnlyCollection<object>? Results, HfException? Error);
}
