using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>The work of one batch: asks for confirmation, runs it, and writes the result.</summary>
internal sealed class BatchWork(CmdletOutput output, BatchInput input, string outPath, BatchOptions settings)
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
    /// <param name="server">The server.</param>
    /// <param name="task">The task; null uses the endpoint's own.</param>
    /// <param name="allowPending">Whether to wait for an endpoint's first deployment.</param>
    /// <param name="isWhatIf">Whether to show only what would be done.</param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    public async Task RunAsync(BatchServer server, string? task, bool allowPending, bool isWhatIf, CancellationToken cancellationToken)
    {
        BatchOptions options = settings with { Task = task ?? server.Task };
        string action = isWhatIf ? await DescribeAsync(options, cancellationToken).ConfigureAwait(false) : $"send {Name}";
        if (!await output.ShouldProcessAsync(server.Label, action).ConfigureAwait(false))
        {
            return;
        }

        InferenceTarget? target = await FindTargetAsync(server, options, allowPending, cancellationToken).ConfigureAwait(false);
        if (target is null)
        {
            return;
        }

        var bar = new BatchProgressBar(output, server.Name);
        _bar = bar;
        options = options with
        {
            UsdPerHour = await server.FindPriceAsync(output, cancellationToken).ConfigureAwait(false),
            Progress = bar.Show,
        };
        try
        {
            IsUnderWay = true;
            HfBatchResult result = await server.Client.GetBatchClient(target)
                .RunAsync(input, outPath, options, cancellationToken)
                .ConfigureAwait(false);
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
    private async Task<InferenceTarget?> FindTargetAsync(
        BatchServer server, BatchOptions options, bool allowPending, CancellationToken cancellationToken)
    {
        try
        {
            return server.Target(allowPending);
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
