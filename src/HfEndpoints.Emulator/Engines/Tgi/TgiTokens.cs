namespace HfEndpoints.Emulator;

/// <summary>The routes of the server's tokenizer.</summary>
internal static class TgiTokens
{
    public static async Task TokenizeAsync(EngineRequest request)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiParameters.Request);
        await request.Context.AnswerJsonAsync(Tokens(body["inputs"]!.GetValue<string>()));
    }

    public static async Task ChatTokenizeAsync(EngineRequest request, TgiDialect dialect)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TgiChatRequest.Chat);
        var chat = new OpenAiChatRequest(new JsonFields(body, dialect), dialect);
        dialect.CheckChat(request, chat);
        string text = dialect.Prompt(request, chat);
        await request.Context.AnswerJsonAsync(
            new JsonObject { ["tokenize_response"] = Tokens(text), ["templated_text"] = text });
    }

    private static JsonArray Tokens(string text)
    {
        var result = new JsonArray();
        int start = 0;
        foreach (string token in ToyModels.Tokenize(text))
        {
            result.Add(
                new JsonObject { ["id"] = ToyModels.TokenId(token), ["text"] = token, ["start"] = start, ["stop"] = start + token.Length });
            start += token.Length;
        }

        return result;
    }
}
