namespace HfEndpoints.Emulator;

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
