namespace HfEndpoints.Emulator;

/// <summary>llama-server's routes for embeddings and reranking, for which it must have been started.</summary>
internal static class LlamaPooling
{
    /// <summary>The norm that vectors are divided by unless the request says otherwise.</summary>
    private const int EuclideanNorm = 2;
    private const int DefaultBatch = 512;
    private const int SpecialTokens = 2;

    public static async Task EmbedAsync(EngineRequest request, LlamaDialect dialect)
    {
        JsonFields fields = await ReadForEmbeddingAsync(request, dialect);
        IReadOnlyList<string> inputs = fields.Inputs(fields.Has("content") ? "content" : "input");
        int norm = fields.Count("embd_normalize") ?? EuclideanNorm;
        await WorkAsync(request, inputs);
        await request.Context.AnswerJsonAsync(new JsonArray([.. inputs.Select((input, index) => new JsonObject
        {
            ["index"] = index,
            // One vector a text, in a list, as without pooling there would be one a token.
            ["embedding"] = new JsonArray(EmbeddingsAnswer.ToJson(Embed(request, input, norm))),
        })]));
    }

    public static async Task EmbedForOpenAiAsync(EngineRequest request, LlamaDialect dialect)
    {
        JsonFields fields = await ReadForEmbeddingAsync(request, dialect);
        Refuse.If(
            !fields.Has("input") && !fields.Has("content"), () => LlamaDialect.BadRequest("\"input\" or \"content\" must be provided"));
        IReadOnlyList<string> inputs = fields.Inputs(fields.Has("input") ? "input" : "content");
        int norm = fields.Count("embd_normalize") ?? EuclideanNorm;
        int tokens = await WorkAsync(request, inputs);
        await request.Context.AnswerJsonAsync(EmbeddingsAnswer.Make(
            inputs.Select(input => Embed(request, input, norm)),
            dialect.ModelName(request, fields.Text("model")),
            tokens,
            fields.Text("encoding_format") == "base64"));
    }

    public static async Task RerankAsync(EngineRequest request, LlamaDialect dialect)
    {
        Refuse.If(
            LlamaMode.Find(request.Spec) != LlamaMode.Reranking,
            () => LlamaDialect.NotSupported("This server does not support reranking. Start it with `--reranking`"));
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        string query = fields.Text("query") ?? throw LlamaDialect.BadRequest("\"query\" must be provided");
        IReadOnlyList<string> documents = fields.Texts(fields.Has("texts") ? "texts" : "documents");
        Refuse.If(documents.Count == 0, () => LlamaDialect.BadRequest("\"documents\" must be a non-empty string array"));
        int tokens = await WorkAsync(request, [.. documents.Select(document => query + document)]);
        (int Index, double Score)[] ranks =
        [
            .. documents.Select((document, index) => (index, ToyModels.Rank(query, document)))
                .OrderByDescending(rank => rank.Item2)
                .Take(fields.Count("top_n") ?? int.MaxValue),
        ];
        if (fields.Has("texts"))
        {
            // A request in the words of text-embeddings-inference has its answer in that server's form.
            bool returns = fields.Flag("return_text") ?? false;
            await request.Context.AnswerJsonAsync(
                new JsonArray([.. ranks.Select(rank => Rank(rank.Index, rank.Score, returns ? documents[rank.Index] : null))]));
            return;
        }

        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["model"] = dialect.ModelName(request, fields.Text("model")),
            ["object"] = "list",
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
            ["results"] = new JsonArray(
                [.. ranks.Select(rank => new JsonObject { ["index"] = rank.Index, ["relevance_score"] = rank.Score })]),
        });
    }

    private static async Task<JsonFields> ReadForEmbeddingAsync(EngineRequest request, LlamaDialect dialect) =>
        LlamaMode.Find(request.Spec) == LlamaMode.Completions
        ? throw LlamaDialect.NotSupported("This server does not support embeddings. Start it with `--embeddings`")
        : new JsonFields(await dialect.ReadBodyAsync(request), dialect);

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
        request.Load.CountPrompt(tokens);
        return tokens;
    }

    /// <summary>
    /// A vector divided by one of its norms: below 0 none, 0 the largest number as 16 bits have it, else the sum of powers.
    /// </summary>
    private static float[] Embed(EngineRequest request, string input, int norm)
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

    private static JsonObject Rank(int index, double score, string? text)
    {
        var rank = new JsonObject { ["index"] = index, ["score"] = score };
        if (text is not null)
        {
            rank["text"] = text;
        }

        return rank;
    }
}
