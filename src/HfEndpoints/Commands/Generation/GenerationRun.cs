using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using HfEndpoints.Client.Concurrency;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Inference;
using HfEndpoints.Commands.Pipeline;
using HfEndpoints.Conversion;

namespace HfEndpoints.Commands.Generation;

/// <summary>Works off the prompts of one call: many at once, results in order, a failing one is one record.</summary>
internal sealed class GenerationRun
{
    private const int StartActivity = 1;
    private const int CountActivity = 2;

    // Fewer are done before anyone looks for a progress bar.
    private const int CountFrom = 10;

    private readonly HfCmdlet _cmdlet;
    private readonly CmdletOutput _output;
    private readonly GenerationSettings _settings;
    private readonly TargetResolver _resolver;
    private readonly ConcurrentDictionary<object, bool> _unusable = new();
    private int _done;
    private int _failed;

    public GenerationRun(
        HfCmdlet cmdlet, CmdletOutput output, GenerationSettings settings, TargetResolver resolver)
    {
        _cmdlet = cmdlet;
        _output = output;
        _settings = settings;
        _resolver = resolver;
    }

    public async Task RunAsync(IAsyncEnumerable<PromptJob> jobs, CancellationToken cancellationToken)
    {
        long begun = Environment.TickCount64;
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
            End(CountActivity, "Generating text");
        }
    }

    private async Task<Outcome> DoAsync(PromptJob job, CancellationToken cancellationToken)
    {
        if (_cmdlet.IsOver || (job.Endpoint is { } known && _unusable.ContainsKey(known.Key)))
        {
            return new Outcome(job, null, null);
        }

        TextGenerationClient client;
        try
        {
            client = await _resolver.FindAsync(job, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception)
        {
            // It concerns the endpoint, not this prompt: one record for all of its prompts.
            bool isFirst = job.Endpoint is null || _unusable.TryAdd(job.Endpoint.Key, true);
            return new Outcome(job, null, isFirst ? exception : null);
        }

        var options = new GenerateOptions
        {
            ColdStartTimeout = _settings.ColdStartTimeout,
            ColdStartProgress = elapsed => ShowStart(job, elapsed),
        };
        try
        {
            if (_settings.Stream)
            {
                await StreamAsync(client, job, options, cancellationToken).ConfigureAwait(false);
                return new Outcome(job, null, null);
            }

            GeneratedText text = await client
                .GenerateAsync(job.Prompt, _settings.Parameters, options, cancellationToken)
                .ConfigureAwait(false);
            return new Outcome(job, text, null);
        }
        catch (HfException exception)
        {
            return new Outcome(job, null, exception);
        }
    }

    private async Task StreamAsync(
        TextGenerationClient client, PromptJob job, GenerateOptions options, CancellationToken cancellationToken)
    {
        await foreach (GeneratedTextChunk chunk in client
            .StreamAsync(job.Prompt, _settings.Parameters, options, cancellationToken)
            .ConfigureAwait(false))
        {
            await _output.WriteAsync(GenerationConversion.ToOutput(chunk, job.Prompt, job.Index)).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(Outcome outcome)
    {
        _done++;
        if (outcome.Text is { } text)
        {
            await _output.WriteAsync(GenerationConversion.ToOutput(text, outcome.Job.Prompt, outcome.Job.Index))
                .ConfigureAwait(false);
        }
        else if (outcome.Error is { } error)
        {
            _failed++;
            await _cmdlet.ReportAsync(_output, outcome.Job.Endpoint?.Name, error).ConfigureAwait(false);
        }
    }

    private void ShowStart(PromptJob job, TimeSpan elapsed) => _output.Progress(new ProgressRecord(
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
            "Generating text",
            string.Create(CultureInfo.InvariantCulture, $"{_done} prompts done{failed}, {_done / seconds:0.0}/s")));
    }

    private void End(int activity, string name) => _output.Progress(
        new ProgressRecord(activity, name, "done") { RecordType = ProgressRecordType.Completed });

    private sealed record Outcome(PromptJob Job, GeneratedText? Text, HfException? Error);
}
