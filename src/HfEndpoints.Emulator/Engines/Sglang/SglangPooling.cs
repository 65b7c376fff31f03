namespace HfEndpoints.Emulator;

/// <summary>SGLang's routes for models that give numbers, and those of its tokenizer.</summary>
internal static class SglangPooling
{
    public static async Task EmbedAsync(EngineRequest request, SglangDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        IReadOnlyList<string> inputs = fields.Inputs("input");
        Refuse.If(
            inputs.Count == 0 || inputs.Any(string.IsNullOrWhiteSpace),
            () => SglangDialect.BadRequest(inputs.Count == 0 ? "Input cannot be empty" : "Input cannot be empty or whitespace only"));
        Refuse.If(request.Card.Kind is ModelKind.Generator, () => SglangDialect.BadRequest(
                "This model does not appear to be an embedding model by default. Please add `--is-embedding` when launching the server "
                    + "or try another model."));
        int tokens = inputs.Sum(input => ToyModels.Tokenize(input).Count);
        await request.ThinkAsync();
        request.Load.CountPrompt(tokens);
        await request.Context.AnswerJsonAsync(EmbeddingsAnswer.Make(
            inputs.Select(input => ToyModels.Embed(input)),
            dialect.ModelName(request, fields.Text("model")),
            tokens,
            fields.Text("encoding_format") == "base64"));
    }

    public static async Task RerankAsync(EngineRequest request, SglangDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        string query = fields.Text("query") ?? throw dialect.BadField("query", FieldProblem.Missing, fields.Json);
        IReadOnlyList<string> documents = fields.Texts("documents");
        bool returns = fields.Flag("return_documents") ?? true;
        await request.ThinkAsync();
        request.Load.CountPrompt(documents.Sum(document => ToyModels.Tokenize(query + document).Count));
        IEnumerable<JsonObject> results = documents
            .Select((document, index) => (document, index, score: ToyModels.Score(query, document)))
            .OrderByDescending(result => result.score)
            .Take(fields.Count("top_n") ?? int.MaxValue)
            .Select(result => Rank(result.score, result.index, returns ? result.document : null));
        await request.Context.AnswerJsonAsync(new JsonArray([.. results]));
    }

    public static async Task TokenizeAsync(EngineRequest request, SglangDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        IReadOnlyList<string> prompts = fields.Has("prompt") ? fields.Texts("prompt") : throw dialect.BadField(
            "prompt", FieldProblem.Missing, fields.Json);
        JsonArray[] tokens = [.. prompts.Select(prompt => new JsonArray(
            [.. ToyModels.Tokenize(prompt).Select(token => JsonValue.Create(ToyModels.TokenId(token)))]))];
        bool isList = fields["prompt"] is JsonArray;
        await request.Context.AnswerJsonAsync(new JsonObject
        {
            ["count"] = isList ? new JsonArray([.. tokens.Select(list => JsonValue.Create(list.Count))]) : tokens[0].Count,
            ["max_model_len"] = dialect.ContextTokens(request.Spec),
            ["tokens"] = isList ? new JsonArray([.. tokens]) : tokens[0],
        });
    }

    public static async Task DetokenizeAsync(EngineRequest request, SglangDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        JsonArray tokens = fields.List("tokens") ?? throw dialect.BadField("tokens", FieldProblem.Missing, fields.Json);
        JsonNode text = tokens.Count > 0 && tokens[0] is JsonArray
            ? new JsonArray([.. tokens.OfType<JsonArray>().Select(list => JsonValue.Create(JsonFields.Decode(list)))])
            : JsonFields.Decode(tokens);
        await request.Context.AnswerJsonAsync(new JsonObject { ["text"] = text });
    }

    private static JsonObject Rank(double score, int index, string? document)
    {
        var rank = new JsonObject { ["score"] = score, ["index"] = index };
        if (document is not null)
        {
            rank["document"] = document;
        }

        return rank;
    }
}
