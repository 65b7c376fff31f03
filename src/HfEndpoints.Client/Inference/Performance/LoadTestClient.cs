namespace HfEndpoints.Client.Inference;

/// <summary>
/// Measures the throughput and latency of a deployed endpoint under load. The requests cost what requests cost: they keep the endpoint
/// awake, and may make it scale up.
/// </summary>
public class LoadTestClient
{
    private readonly HfClient _client;
    private readonly InferenceTarget _target;
    private readonly HfInferenceEndpoint? _endpoint;

    /// <summary>For mocking.</summary>
    protected LoadTestClient() => (_client, _target) = (null!, null!);

    internal LoadTestClient(HfClient client, InferenceTarget target, HfInferenceEndpoint? endpoint) =>
        (_client, _target, _endpoint) = (client, target, endpoint);

    /// <summary>Runs the stages one after the other, and returns each when it has ended. No request is repeated.</summary>
    /// <param name="options">How to load the endpoint, and with what.</param>
    /// <param name="cancellationToken">Stops the test and its requests at once.</param>
    /// <returns>What each stage measured.</returns>
    /// <exception cref="HfException">
    /// The options can't be combined, the baseline has nothing to compare with, or each request of the warm-up failed.
    /// </exception>
    public virtual async IAsyncEnumerable<HfPerformanceStage> RunAsync(
        LoadTestOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new LoadTestOptions();
        options.Check();
        string name = _target.Name ?? _target.Uri.Host;
        var sender = new LoadSender(
            _client,
            _target,
            options.Task ?? TaskOf(_endpoint),
            options.Prompts.Count > 0 ? new LoadPrompts(options.Prompts) : new LoadPrompts(options.InputTokens),
            options.OutputTokens,
            new InferenceOptions
            {
                ColdStartTimeout = options.ColdStartTimeout,
                Timeout = options.Timeout,
                ColdStartProgress = waited => options.Progress?.Invoke(
                    string.Create(CultureInfo.InvariantCulture, $"waiting for the endpoint to start, {waited.TotalSeconds:0} s")),
            });
        var test = new LoadTest(options, name, sender.SendAsync, () => sender.Task, _client.Options.TimeProvider);
        var warnings = new HashSet<string>();
        await foreach (HfPerformanceStage stage in test.RunAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (string warning in WarningsOf(stage, options, sender).Where(warnings.Add))
            {
                options.Warning?.Invoke(warning);
            }

            yield return stage;
        }
    }

    private static string? TaskOf(HfInferenceEndpoint? endpoint) =>
        endpoint is { Task: LoadSender.EmbeddingTask or "sentence-similarity" or "sentence-embeddings" }
            ? LoadSender.EmbeddingTask
            : null;

    private static IEnumerable<string> WarningsOf(HfPerformanceStage stage, LoadTestOptions options, LoadSender sender)
    {
        if (stage.Succeeded == 0)
        {
            yield return $"In stage {stage.Stage} ({stage.Load}) no request succeeded: {string.Join(", ", stage.Errors)}.";
        }

        if (stage.IsClientLimited)
        {
            yield return $"In stage {stage.Stage} ({stage.Load}) this machine was the limit, not the endpoint. Send from a larger one.";
        }

        if (options.Baseline.Count > 0 && stage.Change is null)
        {
            yield return $"Stage {stage.Stage} is not compared: the baseline has no stage with the load {stage.Load}.";
        }

        if (sender.HasWholeAnswers)
        {
            yield return "The endpoint does not stream its answers, so there is no time to the first token.";
        }

        if (sender.HasUncountedTokens)
        {
            yield return "The endpoint does not count the tokens of its answers, so there are no tokens per second and no cost of them.";
        }
    }
}
