using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>The work of one batch: asks for confirmation, runs it, and writes the result.</summary>
internal sealed class BatchWork(CmdletOutput output, BatchInput input, string outPath, BatchOptions settings, ReplicaRaise? replicas)
{
    private BatchProgressBar? _bar;

    /// <summary>How much is done and that the batch can be continued, if it was stopped; otherwise null.</summary>
    public string? WhatIsDone => IsUnderWay && _bar?.Last is { } last
        ? $"{BatchProgressBar.Count(last)} jobs are done. Run the batch again to continue."
        : null;

    // Until its result or its error says what became of it.
    private bool IsUnderWay { get; set; }

    /// <summary>The jobs of a file.</summary>
    /// <exception cref="HfException">It can't be read, or its format or encoding is not known.</exception>
    public static BatchInput OpenInput(string path, string? format, string? encoding) => BatchInput.FromFile(
        path,
        format is null ? null : Enum.Parse<BatchFormat>(format, ignoreCase: true),
        encoding is null ? null : TextEncodings.Find(encoding) ?? throw new HfException(
            HfErrorKind.InvalidRequest,
            $"'{encoding}' is not a known encoding. Use {string.Join(", ", TextEncodings.Names)}, a name such as windows-1252, or a code "
            + "page."));

    /// <summary>Runs the batch and writes its result.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="terms">The terms of the call.</param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    public async Task RunAsync(BatchServers servers, BatchTerms terms, CancellationToken cancellationToken)
    {
        BatchOptions options = settings with { Task = terms.Task ?? servers.Task() };
        servers.WarnIfModelsDiffer();
        string action = terms.IsWhatIf ? await DescribeAsync(options, cancellationToken).ConfigureAwait(false) : $"send {Name}";
        string price = terms.IsShown
            ? await servers.DescribePriceAsync(replicas?.MaxReplica, cancellationToken).ConfigureAwait(false)
            : "";
        if (!await output.ShouldProcessAsync(servers.Label, action + price).ConfigureAwait(false))
        {
            return;
        }

        IReadOnlyList<BatchTarget>? targets =
            await FindTargetsAsync(servers, options, terms.AllowsPending, cancellationToken).ConfigureAwait(false);
        if (targets is null)
        {
            return;
        }

        targets = await servers.PriceAsync(targets, cancellationToken).ConfigureAwait(false);
        await (replicas?.RaiseAsync(targets, output, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        BatchClient client = BatchClient.Combine(targets.Select(target => target.Connect()));
        var bar = new BatchProgressBar(output, servers.Name);
        _bar = bar;
        options = options with { Progress = bar.Show, Trouble = output.Warn };
        try
        {
            IsUnderWay = true;
            HfBatchResult result = await client.RunAsync(input, outPath, options, cancellationToken).ConfigureAwait(false);
            IsUnderWay = false;
            await WriteAsync(result).ConfigureAwait(false);
        }
        catch (HfException)
        {
            IsUnderWay = false;
            throw;
        }
        finally
        {
            bar.End();
        }
    }

    private string Name => (settings.Shard is null ? "" : $"shard {settings.Shard} of ")
        + (input.Path is null ? "the jobs piped in" : $"the jobs of '{input.Path}'");

    private string OfShard => settings.Shard is null ? "" : $" of shard {settings.Shard}";

    private async Task<string> DescribeAsync(BatchOptions options, CancellationToken cancellationToken)
    {
        BatchPlan plan = await BatchClient.PlanAsync(input, outPath, options, cancellationToken).ConfigureAwait(false);
        string invalid = plan.Invalid > 0 ? string.Create(CultureInfo.InvariantCulture, $", can't be read: {plan.Invalid}") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"send {plan.Pending} of {plan.Total} jobs{OfShard} (done: {plan.Done}{invalid})");
    }

    // A finished batch does not need its endpoint, so a paused one is not an error.
    private async Task<IReadOnlyList<BatchTarget>?> FindTargetsAsync(
        BatchServers servers, BatchOptions options, bool allowPending, CancellationToken cancellationToken)
    {
        try
        {
            return servers.FindTargets(allowPending);
        }
        catch (HfException) when (input.Path is not null && File.Exists(outPath))
        {
            BatchPlan plan = await BatchClient.PlanAsync(input, outPath, options, cancellationToken).ConfigureAwait(false);
            if (plan.Total != plan.Done)
            {
                throw;
            }

            await WriteAsync(new HfBatchResult
            {
                Path = input.Path,
                OutPath = outPath,
                ErrorPath = settings.ErrorPath,
                Shard = settings.Shard,
                Total = plan.Total,
                Skipped = plan.Done,
            }).ConfigureAwait(false);
            return null;
        }
    }

    private async Task WriteAsync(HfBatchResult result)
    {
        string errors = settings.ErrorPath ?? outPath;
        if (input.Path is not null && result.Succeeded + result.Failed + result.Skipped == 0)
        {
            output.Warn($"'{input.Path}' contains no jobs{OfShard}.");
        }

        if (result.Failed > 0)
        {
            output.Warn($"{Count(result.Failed)} failed; '{errors}' has the errors. Use -RetryFailed to send failed jobs again.");
        }

        if (result.FailedBefore > 0)
        {
            output.Warn($"Not sent again, because they failed in an earlier run: {Count(result.FailedBefore)}. '{errors}' has the errors. "
                + "Use -RetryFailed to send them.");
        }

        if (result.Unknown > 0)
        {
            output.Warn($"'{outPath}' contains {Count(result.Unknown)} not in the input.");
        }

        await output.WriteAsync(result).ConfigureAwait(false);
    }

    private static string Count(long jobs) => string.Create(CultureInfo.InvariantCulture, $"{jobs} {(jobs == 1 ? "job" : "jobs")}");
}
