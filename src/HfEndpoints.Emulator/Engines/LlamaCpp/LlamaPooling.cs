namespace HfEndpoints.Emulator;

/// <summary>llama-server's routes for embeddings and reranking, for which it must have been started.</summary>
internal static class LlamaPooling
{
    /// <summary>The norm that vectors are divided by unless the request says otherwise.</summary>
    private const int EuclideanNorm = 2;
    private const int DefaultBatch = 512;
    private const int SpecialTokens = 2;

    public static async Task<object?> EmbedAsync(EngineRequest request, JsonFields fields)
    {
        (float[][] vectors, _) = await EmbedAsync(request, fields, fields.Has("content") ? "content" : "input");
        // One vector a text, in a list, as without pooling there would be one a token.
        return vectors.Select((vector, index) => new { index, embedding = new[] { vector } });
    }

    public static async Task<object?> EmbedForOpenAiAsync(EngineRequest request, JsonFields fields)
    {
        (float[][] vectors, int tokens) = await EmbedAsync(request, fields, fields.Has("input") ? "input" : "content");
        return EmbeddingsAnswer.Make(
            vectors, fields.Dialect.ModelName(request, fields.Text("model")), tokens, fields.Text("encoding_format") == "base64");
    }

    public static async Task<object?> RerankAsync(EngineRequest request, JsonFields fields)
    {
        Refuse.If(
            LlamaMode.Find(request.Spec) != LlamaMode.Reranking,
            () => LlamaDialect.NotSupported("This server does not support reranking. Start it with `--reranking`"));
        string query = fields.Text("query") ?? throw LlamaDialect.BadRequest("\"query\" must be provided");
        IReadOnlyList<string> documents = fields.Texts(fields.Has("texts") ? "texts" : "documents");
        Refuse.If(documents.Count == 0, () => LlamaDialect.BadRequest("\"documents\" must be a non-empty string array"));
        int tokens = await WorkAsync(request, [.. documents.Select(document => query + document)]);
        var ranks = documents.Select((text, index) => (text, index, score: ToyModels.Rank(query, text)))
            .OrderByDescending(rank => rank.score)
            .Take(fields.Count("top_n") ?? int.MaxValue);
        if (fields.Has("texts"))
        {
            // A request in the words of text-embeddings-inference has its answer in that server's form.
            bool returns = fields.Flag("return_text") ?? false;
            return ranks.Select(rank => returns ? new { rank.index, rank.score, rank.text } : (object)new { rank.index, rank.score });
        }

        return new
        {
            model = fields.Dialect.ModelName(request, fields.Text("model")),
            @object = "list",
            usage = new { prompt_tokens = tokens, total_tokens = tokens },
            results = ranks.Select(rank => new { rank.index, relevance_score = rank.score }),
        };
    }

    private static async Task<(float[][] Vectors, int Tokens)> EmbedAsync(EngineRequest request, JsonFields fields, string name)
    {
        Refuse.If(
            LlamaMode.Find(request.Spec) == LlamaMode.Completions,
            () => LlamaDialect.NotSupported("This server does not support embeddings. Start it with `--embeddings`"));
        Refuse.If(
            request.Path == "/v1/embeddings" && !fields.Has(name),
            () => LlamaDialect.BadRequest("\"input\" or \"content\" must be provided"));
        IReadOnlyList<string> inputs = fields.Inputs(name);
        int norm = fields.Count("embd_normalize") ?? EuclideanNorm;
        int tokens = await WorkAsync(request, inputs);
        return ([.. inputs.Select(input => Embed(input, norm))], tokens);
    }

    private static async Task<int> WorkAsync(EngineRequest request, IReadOnlyList<string> inputs)
    {
        int batch = request.Spec.Number(null, "--ubatch-size", "LLAMA_ARG_UBATCH") ?? DefaultBatch;
        int tokens = 0;
        foreach (string input in inputs)
        {
            // The texts with the tokens around them have to fit into one batch. One that does not fails all of its request.
            int count = ToyModels.Tokenize(input).Count + SpecialTokens;
            tokens += count - SpecialTokens;
            Refuse.If(count > batch, () => LlamaDialect.ServerError(
                    $"input ({count} tokens) is too large to process. increase the physical batch size (current batch size: {batch})"));
        }

        await request.ThinkAsync();
        request.CountPrompt(tokens);
        return tokens;
    }

    /// <summary>
    /// A vector divided by one of its norms: below 0 none, 0 the largest number as 16 bits have it, else the sum of powers.
    /// </summary>
    private static float[] Embed(string input, int norm)
    {
        float[] vector = ToyModels.Embed(input, normalize: false);
        double length = norm switch
        {
            < 0 => 1,
            0 => vector.Max(Math.Abs) / 32760.0,
            _ => Math.Pow(vector.Sum(value => Math.Pow(Math.Abs(value), norm)), 1.0 / norm),
        };
        return [.. vector.Select(value => (float)(value / length))];
    }
}
