namespace HfEndpoints.Client.Inference;

/// <summary>
/// Compares a sentence with others on servers that embed: TEI has a route for it, and of the others' vectors the
/// similarities are computed here.
/// </summary>
internal sealed class SimilarityTask(DeployedServer server, EmbeddingClient embeddings)
{
    /// <summary>Whether a server is used by this way.</summary>
    public static bool Serves(HfServerInfo info) => info.Kind == ServerEngine.Tei || ServerEngines.IsOpenAi(info);

    /// <summary>Compares.</summary>
    /// <returns>The similarities, in the sentences' order; null if the inputs are of another form.</returns>
    public async Task<IReadOnlyList<HfInferenceResult>?> RunAsync(
        InferenceTask task, HfServerInfo info, JsonObject body, InferenceOptions? options, CancellationToken cancellationToken)
    {
        if (body["inputs"] is not JsonObject inputs || inputs["source_sentence"]?.GetValueKind() != JsonValueKind.String
            || inputs["sentences"] is not JsonArray { Count: > 0 } list || list.Any(item => item?.GetValueKind() != JsonValueKind.String))
        {
            return null;
        }

        string source = inputs["source_sentence"]!.GetValue<string>();
        string[] sentences = [.. list.Select(item => item!.GetValue<string>())];
        string action = $"run {task.Name} on {server.Target.Label}";
        var results = new List<ItemResult<HfSimilarity>>();
        if (info.Kind == ServerEngine.Tei)
        {
            foreach (string[] chunk in sentences.Chunk(BatchLimit.For(info)))
            {
                results.AddRange(await SplitRequest.SendAsync(
                    chunk,
                    part => SendAsync(action, source, part, body["parameters"], options, cancellationToken),
                    server.Transport.Options.Log).ConfigureAwait(false));
            }
        }
        else
        {
            IReadOnlyList<ItemResult<HfEmbedding>> own = await embeddings
                .EmbedAsync([source], null, options, cancellationToken).ConfigureAwait(false);
            HfEmbedding first = own[0].GetValue();
            foreach (string[] chunk in sentences.Chunk(BatchLimit.For(info)))
            {
                IReadOnlyList<ItemResult<HfEmbedding>> others = await embeddings
                    .EmbedAsync(chunk, null, options, cancellationToken).ConfigureAwait(false);
                results.AddRange(others.Select(other => Compare(action, first, other)));
            }
        }

        // One input has one answer: with a sentence missing, the others would pass for all.
        return [.. results.Select(result => result.GetValue())];
    }

    private async Task<IReadOnlyList<ItemResult<HfSimilarity>>> SendAsync(
        string action,
        string source,
        IReadOnlyList<string> sentences,
        JsonNode? parameters,
        InferenceOptions? options,
        CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["inputs"] = new JsonObject
            {
                ["source_sentence"] = source,
                ["sentences"] = new JsonArray([.. sentences.Select(sentence => (JsonNode)JsonValue.Create(sentence))]),
            },
        };
        if (parameters is JsonObject { Count: > 0 })
        {
            body["parameters"] = parameters.DeepClone();
        }

        HfRequest request = server.Post(server.Target.ServerRoute("similarity"), action, body) with
        {
            Retry = sentences.Count > 1 ? RetryRule.Divisible : RetryRule.ColdStart,
        };
        JsonElement answer = await server.SendJsonAsync(request, options, cancellationToken).ConfigureAwait(false);
        JsonElement[] scores = answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : [];
        return scores.Length == sentences.Count && scores.All(score => score.ValueKind == JsonValueKind.Number)
            ? [.. scores.Select((score, place) => new ItemResult<HfSimilarity>(
                place, new HfSimilarity { Sentence = sentences[place], Score = score.GetDouble() }, null))]
            : throw new HfException(
                HfErrorKind.InvalidResponse,
                $"Cannot {action}: the answer should be a list of {sentences.Count} numbers, but it is {Excerpt.FromJson(answer)}.");
    }

    private static ItemResult<HfSimilarity> Compare(string action, HfEmbedding source, ItemResult<HfEmbedding> other)
    {
        if (other.Value is not { } embedding)
        {
            return new(other.Index, null, other.Error);
        }

        return embedding.Embedding.Length > 0 && embedding.Embedding.Length == source.Embedding.Length
            ? new(other.Index, new HfSimilarity { Sentence = embedding.Text, Score = source.CosineSimilarity(embedding) }, null)
            : new(other.Index, null, new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {action}: the server gives no vectors of whole sentences that can be compared."));
    }
}
