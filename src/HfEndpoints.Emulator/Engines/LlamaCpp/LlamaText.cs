namespace HfEndpoints.Emulator;

/// <summary>The routes of llama-server's tokenizer and template.</summary>
internal static class LlamaText
{
    public static async Task TokenizeAsync(EngineRequest request, LlamaDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        bool pieces = fields.Flag("with_pieces") ?? false;
        IEnumerable<JsonNode> tokens = ToyModels.Tokenize(fields.Text("content") ?? "").Select(token =>
            pieces ? (JsonNode)new JsonObject { ["id"] = ToyModels.TokenId(token), ["piece"] = token } : JsonValue.Create(
                ToyModels.TokenId(token)));
        await request.Context.AnswerJsonAsync(new JsonObject { ["tokens"] = new JsonArray([.. tokens]) });
    }

    public static async Task DetokenizeAsync(EngineRequest request, LlamaDialect dialect)
    {
        var fields = new JsonFields(await dialect.ReadBodyAsync(request), dialect);
        await request.Context.AnswerJsonAsync(
            new JsonObject { ["content"] = JsonFields.Decode(fields.List("tokens") ?? []) });
    }

    public static async Task ApplyTemplateAsync(EngineRequest request, LlamaDialect dialect)
    {
        var chat = new OpenAiChatRequest(new JsonFields(await dialect.ReadBodyAsync(request), dialect), dialect);
        await request.Context.AnswerJsonAsync(new JsonObject { ["prompt"] = dialect.Prompt(request, chat) });
    }
}
