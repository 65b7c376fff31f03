namespace HfEndpoints.Emulator;

/// <summary>vLLM's routes for models that give numbers instead of text.</summary>
internal static class VllmPooling
{
    public static async Task<object?> EmbedAsync(EngineRequest request, JsonFields fields)
    {
        Check(request, fields, "The model does not support Embeddings API", ModelKind.Embedder, ModelKind.SparseEmbedder);
        bool normalize = Normalizes(request, fields);
        IReadOnlyList<string> inputs =
            fields.List("messages") is JsonArray messages ? [ChatMessages.Prompt(messages, [])] : fields.Inputs("input");
        int tokens = inputs.Sum(input => CheckLength(request, fields.Dialect, input, "the input for embedding generation"));
        int dimensions = fields.Count("dimensions") ?? ToyModels.Dimensions;
        Refuse.If(dimensions < 1 || dimensions > ToyModels.Dimensions, () => VllmDialect.BadRequest(
            $"Model \"{request.Spec.Repository}\" does not support dimensions {dimensions}; it must be from 1 to {ToyModels.Dimensions}."));
        await request.ThinkAsync();
        request.CountPrompt(tokens);
        JsonMap answer = EmbeddingsAnswer.Make(
            inputs.Select(input => ToyModels.Embed(input, dimensions, normalize)),
            fields.Dialect.ModelName(request, fields.Text("model")),
            tokens,
            fields.Text("encoding_format") == "base64");
        answer["id"] = fields.Dialect.NewId(request, "embd");
        answer["created"] = request.Now;
        return answer;
    }

    public static async Task<object?> ScoreAsync(EngineRequest request, JsonFields fields)
    {
        Check(request, fields, "The model does not support Score API", ModelKind.Embedder, ModelKind.Reranker);
        IReadOnlyList<string> first = fields.Inputs("text_1");
        IReadOnlyList<string> second = fields.Inputs("text_2");
        Refuse.If(
            first.Count > 1 && first.Count != second.Count, () => VllmDialect.BadRequest("Input lengths must be either 1:1, 1:N or N:N"));
        (string First, string Second)[] pairs = [.. second.Select((text, i) => (first.Count == 1 ? first[0] : first[i], text))];
        return await AnswerAsync(request, fields, "score", pairs.Select(pair => pair.First + pair.Second), () => pairs.Select(
            (pair, index) => new { index, @object = "score", score = Score(request, pair.First, pair.Second) }));
    }

    public static async Task<object?> RerankAsync(EngineRequest request, JsonFields fields)
    {
        Check(request, fields, "The model does not support Rerank (Score) API", ModelKind.Embedder, ModelKind.Reranker);
        string query = fields.Text("query") ?? throw fields.Dialect.BadField("query", FieldProblem.Missing, fields.Json);
        IReadOnlyList<string> documents = fields.Inputs("documents");
        int top = fields.Count("top_n") is int wanted and > 0 ? wanted : documents.Count;
        await request.ThinkAsync();
        int tokens = documents.Sum(document => ToyModels.Tokenize(query + document).Count);
        request.CountPrompt(tokens);
        return new
        {
            id = fields.Dialect.NewId(request, "rerank"),
            model = fields.Dialect.ModelName(request, fields.Text("model")),
            usage = new VllmVersion(request.Spec).HasErrorsOfNow
                ? new { prompt_tokens = tokens, total_tokens = tokens }
                : (object)new { total_tokens = tokens },
            results = documents.Select((text, index) =>
                    new { index, document = new { text, multi_modal = (object?)null }, relevance_score = Score(request, query, text) })
                .OrderByDescending(result => result.relevance_score)
                .Take(top),
        };
    }

    public static async Task<object?> ClassifyAsync(EngineRequest request, JsonFields fields)
    {
        Check(request, fields, "The model does not support Classification API", ModelKind.Classifier);
        IReadOnlyList<string> labels = request.Card.Labels;
        IReadOnlyList<string> inputs = fields.Inputs("input");
        return await AnswerAsync(request, fields, "classify", inputs, () => inputs.Select((input, index) =>
        {
            IReadOnlyList<LabelScore> scores = request.Card.Classify(input);
            IEnumerable<double> probs = labels.Select(label => scores.First(score => score.Label == label).Score);
            return new { index, label = scores[0].Label, probs, num_classes = labels.Count };
        }));
    }

    private static async Task<object?> AnswerAsync(
        EngineRequest request, JsonFields fields, string kind, IEnumerable<string> texts, Func<object> data)
    {
        await request.ThinkAsync();
        int tokens = texts.Sum(text => ToyModels.Tokenize(text).Count);
        request.CountPrompt(tokens);
        return new
        {
            id = fields.Dialect.NewId(request, kind),
            @object = "list",
            created = request.Now,
            model = fields.Dialect.ModelName(request, fields.Text("model")),
            data = data(),
            usage = new { prompt_tokens = tokens, total_tokens = tokens, completion_tokens = 0, prompt_tokens_details = (object?)null },
        };
    }

    private static void Check(EngineRequest request, JsonFields fields, string refusal, params ModelKind[] kinds)
    {
        Refuse.If(!kinds.Contains(request.Card.Kind), () => VllmDialect.NotForModel(request.Spec, refusal));
        fields.Dialect.CheckModel(request, fields.Text("model"));
    }

    /// <summary>Whether vectors are to have the length 1.</summary>
    private static bool Normalizes(EngineRequest request, JsonFields fields)
    {
        bool refuses = new VllmVersion(request.Spec).RefusesNormalize;
        return refuses && fields.Json.ContainsKey("normalize")
            ? throw VllmDialect.BadRequest("Parameter `normalize` was removed; use `use_activation` instead.", "normalize")
            : fields.Flag(refuses ? "use_activation" : "normalize") ?? true;
    }

    private static int CheckLength(EngineRequest request, OpenAiDialect dialect, string input, string what)
    {
        int tokens = ToyModels.Tokenize(input).Count;
        int context = dialect.ContextTokens(request.Spec);
        if (tokens <= context)
        {
            return tokens;
        }

        throw new VllmVersion(request.Spec).HasErrorsOfNow
            ? VllmDialect.TooLong(context, tokens, 0)
            : VllmDialect.BadRequest(
                $"This model's maximum context length is {context} tokens. However, you requested {tokens} tokens in {what}. "
                    + "Please reduce the length of the input.");
    }

    private static double Score(EngineRequest request, string first, string second) => request.Card.Kind == ModelKind.Reranker
        ? ToyModels.Score(first, second)
        : ToyModels.Similarity(first, second);
}

/// <summary>vLLM's text completions and its tokenizer's routes.</summary>
internal static class VllmText
{
    public static Task<object?> CompleteAsync(EngineRequest request, JsonFields fields) => request.Card.Kind == ModelKind.Generator
        ? TextCompletions.AnswerAsync(request, fields)
        : throw VllmDialect.NotForModel(request.Spec, "The model does not support Completions API");

    public static object Tokenize(EngineRequest request, JsonFields fields)
    {
        fields.Dialect.CheckModel(request, fields.Text("model"));
        string prompt = fields.List("messages") is JsonArray messages
            ? ChatMessages.Prompt(messages, [])
            : fields.Text("prompt") ?? throw fields.Dialect.BadField("prompt", FieldProblem.Missing, fields.Json);
        IReadOnlyList<string> tokens = ToyModels.Tokenize(prompt);
        return new
        {
            count = tokens.Count,
            max_model_len = fields.Dialect.ContextTokens(request.Spec),
            tokens = tokens.Select(ToyModels.TokenId),
            token_strs = fields.Flag("return_token_strs") == true ? tokens : null,
        };
    }

    public static object Detokenize(EngineRequest request, JsonFields fields)
    {
        fields.Dialect.CheckModel(request, fields.Text("model"));
        JsonArray tokens = fields.List("tokens") ?? throw fields.Dialect.BadField("tokens", FieldProblem.Missing, fields.Json);
        return new { prompt = JsonFields.Decode(tokens) };
    }
}
