using System.Collections.Concurrent;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Commands;

/// <summary>Has texts turned into vectors; the inputs are texts, several of them to a request.</summary>
internal sealed class EmbeddingTask(EmbeddingParameters parameters) : IBatchTask
{
    private const int ShownLength = 40;

    private readonly ConcurrentDictionary<InferenceServer, EmbeddingClient> _clients = new();

    public string Activity => "Embedding texts";

    public string Unit => "texts";

    public Task<int> GetBatchSizeAsync(
        InferenceServer server, InferenceOptions options, CancellationToken cancellationToken) =>
        ClientOf(server).GetBatchSizeAsync(options, cancellationToken);

    public async Task<IReadOnlyCollection<object>> AnswerAsync(
        InferenceServer server,
        InferenceJob job,
        InferenceOptions options,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        InferenceJob[] jobs = (InferenceJob[])job.Input;
        string[] texts = [.. jobs.Select(one => (string)one.Input)];
        IReadOnlyList<TextEmbedding> embeddings = await ClientOf(server)
            .EmbedAsync(texts, parameters, options, cancellationToken).ConfigureAwait(false);
        return [.. jobs.Zip(embeddings, ToOutput)];
    }

    private EmbeddingClient ClientOf(InferenceServer server) =>
        _clients.GetOrAdd(server, key => key.Client.Embeddings(key.Target));

    private static object ToOutput(InferenceJob job, TextEmbedding embedding)
    {
        string text = (string)job.Input;
        return embedding.Error is { } error
            ? new HfException(
                error.Kind,
                $"{error.Message} It is text {job.Index}, '{FormatHelper.OneLine(text, ShownLength)}'.",
                error)
            : new HfEmbedding
            {
                Text = text,
                Index = job.Index,
                Embedding = [.. embedding.Vector],
                TokenEmbedding = [.. embedding.Tokens.Select(token => token.ToArray())],
            };
    }
}
