namespace HfEndpoints.Client.Batches;

/// <summary>
/// Sends any number of jobs through one endpoint or several, and writes each answer as a line of a JSONL file. The file is the
/// record of what is done: a batch that was stopped, or whose process was killed, resumes when it is run again.
/// </summary>
public class BatchClient
{
    private readonly DeployedServer[] _servers;

    /// <summary>For mocking.</summary>
    protected BatchClient() => _servers = [];

    internal BatchClient(params DeployedServer[] servers) => _servers = servers;

    /// <summary>
    /// Combines the clients of several endpoints, which may be of different accounts. Each endpoint is sent as many jobs at once as
    /// it accepts. One that can't answer any more leaves its jobs to the others.
    /// </summary>
    /// <param name="clients">The clients, at least one.</param>
    /// <returns>A client for all of them.</returns>
    /// <exception cref="HfException">An address is there twice.</exception>
    public static BatchClient Combine(IEnumerable<BatchClient> clients)
    {
        ArgumentNullException.ThrowIfNull(clients);
        DeployedServer[] servers = [.. clients.SelectMany(client => client._servers)];
        ArgumentOutOfRangeException.ThrowIfZero(servers.Length, nameof(clients));
        return servers.GroupBy(server => server.Target.Key).FirstOrDefault(same => same.Skip(1).Any()) is { Key: var twice }
            ? throw new HfException(HfErrorKind.InvalidRequest, $"'{twice}' is in the list of servers twice. Name each server once.")
            : new BatchClient(servers);
    }

    /// <summary>Checks a task named by a caller. An endpoint's own task may be any.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="HfException">The task is not known.</exception>
    public static void CheckTask(string task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!JobKinds.IsKnown(task))
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"The task '{task}' is not known. Use one of {string.Join(", ", JobKinds.Names)}; 'custom' sends the inputs of "
                + "each job as they are.");
        }
    }

    /// <summary>Returns what a batch would do. Nothing is sent or written.</summary>
    /// <param name="input">The jobs. A sequence can't be read again afterwards.</param>
    /// <param name="outPath">The file for the answers.</param>
    /// <param name="options">As they would be for <see cref="RunAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>How many jobs there are, and how many are done.</returns>
    /// <exception cref="HfException">A file can't be read, or the output contains other jobs.</exception>
    public static async Task<BatchPlan> PlanAsync(
        BatchInput input, string outPath, BatchOptions options, CancellationToken cancellationToken = default)
    {
        Check(input, outPath, options);
        var record = new JobRecord();
        await AnswerFile.PeekAsync(outPath, record, options.RetryFailed, cancellationToken).ConfigureAwait(false);
        if (options.ErrorPath is { } errorPath)
        {
            await AnswerFile.PeekAsync(errorPath, record, options.RetryFailed, cancellationToken).ConfigureAwait(false);
        }

        return await FeedOf(input, options, record).PlanAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends all jobs that are not done yet.</summary>
    /// <param name="input">The jobs.</param>
    /// <param name="outPath">
    /// The file for the answers, created if it does not exist. Failed jobs are also written to it, unless the options
    /// name another file for them. It is locked meanwhile.
    /// </param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Cancels the batch. The answers so far are in the file.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="HfException">
    /// A file can't be read or written, the output contains other jobs or is in use, or no further job can succeed.
    /// </exception>
    public virtual async Task<HfBatchResult> RunAsync(
        BatchInput input, string outPath, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new BatchOptions();
        Check(input, outPath, options);
        using AnswerFile output = AnswerFile.Open(outPath);
        using AnswerFile? errors = options.ErrorPath is null ? null : AnswerFile.Open(options.ErrorPath);
        var record = new JobRecord();
        await output.LoadAsync(record, options.RetryFailed, cancellationToken).ConfigureAwait(false);
        await (errors?.LoadAsync(record, options.RetryFailed, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);

        JobFeed feed = FeedOf(input, options, record);
        BatchPlan? plan = input.IsFile && record.Done > 0
            ? await CompareAsync(input, feed, record, cancellationToken).ConfigureAwait(false)
            : null;
        (BatchProgress last, HfList<HfBatchEndpoint> endpoints) =
            await SendAllAsync(input, feed, plan, output, errors ?? output, options, cancellationToken).ConfigureAwait(false);
        output.Sync();
        errors?.Sync();
        double seconds = Math.Max(0.001, last.Elapsed.TotalSeconds);
        return new HfBatchResult
        {
            Path = input.Path,
            OutPath = outPath,
            ErrorPath = options.ErrorPath,
            Shard = options.Shard,
            Total = last.Total ?? last.Done,
            Succeeded = last.Succeeded,
            Failed = last.Failed,
            Skipped = last.Skipped,
            FailedBefore = record.Failed,
            Unknown = record.CountUnknown(),
            Duration = last.Elapsed,
            JobsPerSecond = (last.Succeeded + last.Failed) / seconds,
            Tokens = last.Tokens,
            TokensPerSecond = last.Tokens / seconds,
            Concurrency = last.HighestConcurrency == 0 ? 0 : last.Concurrency,
            HighestConcurrency = last.HighestConcurrency,
            Refusals = last.Refusals,
            Retries = last.Retries,
            EstimatedCost = endpoints.Any(endpoint => endpoint.EstimatedCost is not null)
                ? endpoints.Sum(endpoint => endpoint.EstimatedCost)
                : null,
            Endpoints = endpoints,
        };
    }

    private static JobFeed FeedOf(BatchInput input, BatchOptions options, JobRecord record) =>
        new(input, new JobReader(JobKinds.KindOf(options.Task), options.Parameters?.Json), record, options.Shard);

    // Before sending, check that the output belongs to these jobs.
    private static async Task<BatchPlan> CompareAsync(BatchInput input, JobFeed feed, JobRecord record, CancellationToken cancellationToken)
    {
        BatchPlan plan = await feed.PlanAsync(cancellationToken).ConfigureAwait(false);
        if (plan.Done == 0)
        {
            throw new HfException(
                HfErrorKind.OutputMismatch,
                $"The output contains {record.Done} jobs, but none of them is among the {plan.Total} jobs of {input.Name}.");
        }

        record.ForgetMet();
        return plan;
    }

    private async Task<(BatchProgress Last, HfList<HfBatchEndpoint> Endpoints)> SendAllAsync(
        BatchInput input,
        JobFeed feed,
        BatchPlan? plan,
        AnswerFile output,
        AnswerFile errors,
        BatchOptions options,
        CancellationToken cancellationToken)
    {
        TimeProvider clock = _servers[0].Transport.Options.TimeProvider;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = new AsyncSignal();
        var answers = new AnswerWriter(output, errors);
        var room = new JobRoom();
        var batch = new BatchContext(options, answers, room, signal, clock);
        EndpointLane[] lanes = [.. _servers.Select(server => new EndpointLane(server, batch))];
        var meter = new BatchMeter(options, [.. lanes.Select(lane => lane.Figures)], clock);
        Channel<BatchJob> jobs = Channel.CreateBounded<BatchJob>(Math.Clamp(options.ThrottleLimit * lanes.Length, 16, 1024));
        _ = jobs.Reader.Completion.Observed();
        Task feeding = Task.Run(() => FeedAsync(stop.Token), CancellationToken.None);
        Task counting = Task.Run(() => CountAsync(stop.Token), CancellationToken.None);
        var dispatcher = new BatchDispatcher(lanes, batch, meter);
        try
        {
            await dispatcher.RunAsync(jobs.Reader, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.Kind is not (HfErrorKind.OutputMismatch or HfErrorKind.FileNotWritten))
        {
            throw Ended(exception, meter.Read());
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await feeding.ConfigureAwait(false);
            await counting.ConfigureAwait(false);
            await answers.FinishAsync().ConfigureAwait(false);
            options.Progress?.Invoke(meter.Read());
        }

        return (meter.Read(), [.. lanes.Select(lane => lane.Figures.Read())]);

        async Task FeedAsync(CancellationToken cancellationToken)
        {
            try
            {
                await feed.FeedAsync(jobs.Writer, room, answers, meter, signal, cancellationToken).ConfigureAwait(false);
                jobs.Writer.Complete();
            }
            catch (Exception exception)
            {
                // The dispatcher throws it after the jobs read before.
                jobs.Writer.Complete(exception is IOException ? input.NotRead(exception) : exception);
            }

            signal.Set();
        }

        async Task CountAsync(CancellationToken cancellationToken)
        {
            try
            {
                if (plan is not null)
                {
                    meter.CountTotal(plan.Total);
                }
                else if (input.IsFile)
                {
                    meter.CountTotal(await input.CountAsync(options.Shard, cancellationToken).ConfigureAwait(false));
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or HfException or IOException)
            {
                // Then the progress has no total. Reading the jobs themselves reports the error.
            }
        }
    }

    private static HfException Ended(HfException cause, BatchProgress last)
    {
        string of = last.Total is { } total ? $" of {total}" : "";
        string advice = $"The batch has ended with {last.Done}{of} jobs done. Run it again to continue.";
        return cause.WithAdvice(advice);
    }

    private static void Check(BatchInput input, string outPath, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(outPath);
        ArgumentNullException.ThrowIfNull(options);
        AnswerFile.RefuseCompressed(outPath);
        AnswerFile.RefuseCompressed(options.ErrorPath);
        string[] paths = [.. new[] { input.Path, outPath, options.ErrorPath }.OfType<string>().Select(Path.GetFullPath)];
        if (paths.Distinct(StringComparer.Ordinal).Count() < paths.Length)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, "The jobs, the answers and the errors need different files, but one path was given twice.");
        }
    }
}
