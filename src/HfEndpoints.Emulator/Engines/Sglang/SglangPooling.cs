namespace HfEndpoints.Emulator;

/// <summary>SGLang's routes for models that give numbers, and those of its tokenizer.</summary>
internal static class SglangPooling
{
    public static async Task<object?> EmbedAsync(EngineRequest request, JsonFields fields)
    {
        IReadOnlyList<string> inputs = fields.Inputs("input");
        Refuse.If(inputs.Any(string.IsNullOrWhiteSpace), () => SglangDialect.BadRequest("Input cannot be empty or whitespace only"));
        Refuse.If(request.Card.Kind is ModelKind.Generator, () => SglangDialect.BadRequest(
            "This model does not appear to be an embedding model by default. Please add `--is-embedding` when launching the server "
                + "or try another model."));
        int tokens = inputs.Sum(input => ToyModels.Tokenize(input).Count);
        await request.ThinkAsync();
        request.CountPrompt(tokens);
        return EmbeddingsAnswer.Make(
            inputs.Select(input => ToyModels.Embed(input)),
            fields.Dialect.ModelName(request, fields.Text("model")),
            tokens,
            fields.Text("encoding_format") == "base64");
    }

    public static async Task<object?> RerankAsync(EngineRequest request, JsonFields fields)
    {
        string query = fields.Text("query") ?? throw fields.Dialect.BadField("query", FieldProblem.Missing, fields.Json);
        IReadOnlyList<string> documents = fields.Texts("documents");
        bool returns = fields.Flag("return_documents") ?? true;
        await request.ThinkAsync();
        request.CountPrompt(documents.Sum(document => ToyModels.Tokenize(query + document).Count));
        return documents
            .Select((document, index) => (document, index, score: ToyModels.Score(query, document)))
            .OrderByDescending(rank => rank.score)
            .Take(fields.Count("top_n") ?? int.MaxValue)
            .Select(rank => returns ? new { rank.score, rank.index, rank.document } : (object)new { rank.score, rank.index });
    }

    public static object Tokenize(EngineRequest request, JsonFields fields)
    {
        IReadOnlyList<string> prompts = fields.Has("prompt") ? fields.Texts("prompt") : throw fields.Dialect.BadField(
            "prompt", FieldProblem.Missing, fields.Json);
        int[][] tokens = [.. prompts.Select(prompt => ToyModels.Tokenize(prompt).Select(ToyModels.TokenId).ToArray())];
        bool isList = fields["prompt"] is JsonArray;
        return new
        {
            count = isList ? tokens.Select(list => list.Length) : (object)tokens[0].Length,
            max_model_len = fields.Dialect.ContextTokens(request.Spec),
            tokens = isList ? tokens : (object)tokens[0],
        };
    }

    public static object Detokenize(EngineRequest request, JsonFields fields)
    {
        JsonArray tokens = fields.List("tokens") ?? throw fields.Dialect.BadField("tokens", FieldProblem.Missing, fields.Json);
        return new
        {
            text = tokens is [JsonArray, ..] ? tokens.OfType<JsonArray>().Select(JsonFields.Decode) : (object)JsonFields.Decode(tokens),
        };
    }
}
