namespace HfEndpoints.Emulator;

/// <summary>vLLM's routes for models that give numbers instead of text.</summary>
internal static class VllmPooling
{
    public static async Task EmbedAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonFields fields = await ReadAsync(
            request, dialect, "The model does not support Embeddings API", ModelKind.Embedder, ModelKind.SparseEmbedder);
        bool normalize = Normalizes(request, fields);
        IReadOnlyList<string> inputs =
            fields.List("messages") is JsonArray messages ? [ChatMessages.Prompt(messages, [])] : fields.Inputs("input");
        int tokens = inputs.Sum(input => CheckLength(request, dialect, input, "the input for embedding generation"));
        int dimensions = fields.Count("dimensions") ?? ToyModels.Dimensions;
        Refuse.If(dimensions < 1 || dimensions > ToyModels.Dimensions, () => VllmDialect.BadRequest(
                $"Model \"{request.Spec.Repository}\" does not support dimensions {dimensions}; "
                    + $"it must be from 1 to {ToyModels.Dimensions}."));
        await request.ThinkAsync();
        request.Load.CountPrompt(tokens);
        JsonObject answer = EmbeddingsAnswer.Make(
            inputs.Select(input => Embed(request, input, dimensions, normalize)),
            dialect.ModelName(request, fields.Text("model")),
            tokens,
            fields.Text("encoding_format") == "base64");
        answer["id"] = dialect.NewId(request, "embd");
        answer["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds();
        await request.Context.AnswerJsonAsync(answer);
    }

    public static async Task ScoreAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonFields fields = await ReadAsync(
            request, dialect, "The model does not support Score API", ModelKind.Embedder, ModelKind.Reranker);
        IReadOnlyList<string> first = fields.Inputs("text_1");
        IReadOnlyList<string> second = fields.Inputs("text_2");
        Refuse.If(
            first.Count > 1 && first.Count != second.Count, () => VllmDialect.BadRequest("Input lengths must be either 1:1, 1:N or N:N"));
        await request.ThinkAsync();
        int tokens = second.Select((text, i) => ToyModels.Tokenize(Other(first, i) + text).Count).Sum();
        request.Load.CountPrompt(tokens);
        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["id"] = dialect.NewId(request, "score"),
            ["object"] = "list",
            ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
            ["model"] = dialect.ModelName(request, fields.Text("model")),
            ["data"] = new JsonArray([.. second.Select((text, i) => new JsonObject
            {
                ["index"] = i,
                ["object"] = "score",
                ["score"] = Score(request, Other(first, i), text),
            })]),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = tokens,
                ["total_tokens"] = tokens,
                ["completion_tokens"] = 0,
                ["prompt_tokens_details"] = null,
            },
        });
    }

    public static async Task RerankAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonFields fields = await ReadAsync(
            request, dialect, "The model does not support Rerank (Score) API", ModelKind.Embedder, ModelKind.Reranker);
        string query = fields.Text("query") ?? throw dialect.BadField("query", FieldProblem.Missing, fields.Json);
        IReadOnlyList<string> documents = fields.Inputs("documents");
        int top = fields.Count("top_n") is int wanted and > 0 ? wanted : documents.Count;
        await request.ThinkAsync();
        int tokens = documents.Sum(document => ToyModels.Tokenize(query + document).Count);
        request.Load.CountPrompt(tokens);
        IEnumerable<JsonObject> results = documents
            .Select((document, index) => (document, index, score: Score(request, query, document)))
            .OrderByDescending(result => result.score)
            .Take(top)
            .Select(result => new JsonObject
            {
                ["index"] = result.index,
                ["document"] = new JsonObject { ["text"] = result.document, ["multi_modal"] = null },
                ["relevance_score"] = result.score,
            });
        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["id"] = dialect.NewId(request, "rerank"),
            ["model"] = dialect.ModelName(request, fields.Text("model")),
            ["usage"] = new VllmVersion(request.Spec).HasErrorsOfNow
                ? new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens }
                : new JsonObject { ["total_tokens"] = tokens },
            ["results"] = new JsonArray([.. results]),
        });
    }

    public static async Task ClassifyAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonFields fields = await ReadAsync(request, dialect, "The model does not support Classification API", ModelKind.Classifier);
        var card = request.Card;
        IReadOnlyList<string> inputs = fields.Inputs("input");
        await request.ThinkAsync();
        int tokens = inputs.Sum(input => ToyModels.Tokenize(input).Count);
        request.Load.CountPrompt(tokens);
        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["id"] = dialect.NewId(request, "classify"),
            ["object"] = "list",
            ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
            ["model"] = dialect.ModelName(request, fields.Text("model")),
            ["data"] = new JsonArray([.. inputs.Select((input, index) => Classified(card, input, index))]),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = tokens,
                ["total_tokens"] = tokens,
                ["completion_tokens"] = 0,
                ["prompt_tokens_details"] = null,
            },
        });
    }

    private static JsonObject Classified(ModelCard card, string input, int index)
    {
        IReadOnlyList<LabelScore> scores = card.Classify(input);
        return new JsonObject
        {
            ["index"] = index,
            ["label"] = scores[0].Label,
            ["probs"] = new JsonArray(
                [.. card.Labels.Select(label => JsonValue.Create(scores.First(score => score.Label == label).Score))]),
            ["num_classes"] = card.Labels.Count,
        };
    }

    private static async Task<JsonFields> ReadAsync(EngineRequest request, OpenAiDialect dialect, string refusal, params ModelKind[] kinds)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        Refuse.If(!kinds.Contains(request.Card.Kind), () => VllmDialect.NotForModel(request.Spec, refusal));
        dialect.CheckModel(request, fields.Text("model"));
        return fields;
    }

    /// <summary>Whether vectors are to have the length 1.</summary>
    private static bool Normalizes(EngineRequest request, JsonFields fields)
    {
        bool refuses = new VllmVersion(request.Spec).RefusesNormalize;
        return refuses && fields.Json.ContainsKey("normalize")
            ? throw VllmDialect.BadRequest("Parameter `normalize` was removed; use `use_activation` instead.", "normalize")
            : fields.Flag(refuses ? "use_activation" : "normalize") ?? true;
    }

    private static float[] Embed(EngineRequest request, string input, int dimensions, bool normalize)
    {
        float[] vector = ToyModels.Embed(input, normalize: false)[..dimensions];
        return normalize ? ToyModels.Normalize(vector) : vector;
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

    private static string Other(IReadOnlyList<string> first, int index) => first.Count == 1 ? first[0] : first[index];

    private static double Score(EngineRequest request, string first, string second) => request.Card.Kind == ModelKind.Reranker
        ? ToyModels.Score(first, second)
        : ToyModels.Similarity(first, second);
}

/// <summary>vLLM's text completions and its tokenizer's routes.</summary>
internal static class VllmText
{
    public static Task CompleteAsync(EngineRequest request, OpenAiDialect dialect) => request.Card.Kind == ModelKind.Generator
        ? TextCompletions.AnswerAsync(request, dialect)
        : throw VllmDialect.NotForModel(request.Spec, "The model does not support Completions API");

    public static async Task TokenizeAsync(EngineRequest request, OpenAiDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        dialect.CheckModel(request, fields.Text("model"));
        string prompt = fields.List("messages") is JsonArray messages
            ? ChatMessages.Prompt(messages, [])
            : fields.Text("prompt") ?? throw dialect.BadField("prompt", FieldProblem.Missing, fields.Json);
        IReadOnlyList<string> tokens = ToyModels.Tokenize(prompt);
        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["count"] = tokens.Count,
            ["max_model_len"] = dialect.ContextTokens(request.Spec),
            ["tokens"] = new JsonArray([.. tokens.Select(token => JsonValue.Create(ToyModels.TokenId(token)))]),
            ["token_strs"] = fields.Flag("return_token_strs") == true
                ? new JsonArray([.. tokens.Select(token => JsonValue.Create(token))])
                : null,
        });
    }

    public static async Task DetokenizeAsync(EngineRequest request, OpenAiDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        dialect.CheckModel(request, fields.Text("model"));
        JsonArray tokens = fields.List("tokens") ?? throw dialect.BadField("tokens", FieldProblem.Missing, fields.Json);
        await request.Context.AnswerJsonAsync(new JsonObject { ["prompt"] = JsonFields.Decode(tokens) });
    }
}
