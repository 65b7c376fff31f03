namespace HfEndpoints.Commands;

/// <summary>Embeds texts, several in each request.</summary>
internal sealed class EmbeddingTask(EmbeddingParameters parameters) : IInferenceTask<string>
{
    private const int ShownLength = 40;

    private readonly ConcurrentDictionary<InferenceServer, EmbeddingClient> _clients = new();

    public string Activity => "Embedding texts";

    public string Unit => "texts";

    public bool TakesSeveral => true;

    public Task<int> GetBatchSizeAsync(
        InferenceServer server, InferenceOptions options, CancellationToken cancellationToken) =>
        ClientOf(server).GetBatchSizeAsync(options, cancellationToken);

    public async Task<IReadOnlyList<InferenceResult>> AnswerAsync(
        InferenceServer server,
        IReadOnlyList<InferenceJob<string>> jobs,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        string[] texts = [.. jobs.Select(job => job.Input)];
        IReadOnlyList<ItemResult<HfEmbedding>> embeddings = await ClientOf(server)
            .EmbedAsync(texts, parameters, options with { Warning = output.Warn }, cancellationToken).ConfigureAwait(false);
        return [.. jobs.Zip(embeddings, ToOutput)];
    }

    private EmbeddingClient ClientOf(InferenceServer server) => _clients.GetOrAdd(server, key => key.Client.GetEmbeddingClient(key.Target));

    private static InferenceResult ToOutput(InferenceJob<string> job, ItemResult<HfEmbedding> result) => result.Error is { } error
        ? new InferenceResult(
            null,
            new HfException(error, $"{error.Message} It is text {job.Index}, '{FormatHelper.OneLine(job.Input, ShownLength)}'."),
            job.Index)
        : new InferenceResult(result.Value! with { Index = job.Index });
}
