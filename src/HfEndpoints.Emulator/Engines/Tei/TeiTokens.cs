namespace HfEndpoints.Emulator;

/// <summary>The routes of the server's tokenizer.</summary>
internal static class TeiTokens
{
    /// <summary>The token before every text.</summary>
    public const string Start = "[CLS]";

    /// <summary>The token after every text.</summary>
    public const string End = "[SEP]";
    private const int StartId = 101;
    private const int EndId = 102;

    public static async Task TokenizeAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.Tokenize);
        JsonNode?[] inputs = body["inputs"] is JsonArray list ? [.. list] : [body["inputs"]];
        new TeiInput(settings, body).CheckBatch(inputs.Length, "`inputs` cannot be empty");
        bool withSpecial = body["add_special_tokens"]?.GetValue<bool>() ?? true;
        await request.Context.AnswerJsonAsync(new JsonArray([.. inputs.Select(input => Tokens(Text(input), withSpecial))]));
    }

    public static async Task DecodeAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.Decode);
        JsonArray ids = body["ids"] as JsonArray
            ?? throw TeiInput.Unreadable("ids", "data did not match any variant of untagged enum InputIds");
        bool skip = body["skip_special_tokens"]?.GetValue<bool>() ?? true;
        Refuse.If(ids.Count == 0, () => TeiException.Empty("Input validation error: `input_ids` cannot be empty"));
        JsonArray[] batch = ids[0] is JsonArray ? [.. ids.Select(item => item as JsonArray ?? [])] : [ids];
        new TeiInput(settings, []).CheckBatch(batch.Length, "`ids` cannot be empty");
        await request.Context.AnswerJsonAsync(new JsonArray([.. batch.Select(list => JsonValue.Create(Decode(list, skip)))]));
    }

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>() is { Length: > 0 } text ? text : throw TeiException.Empty(
            "Input validation error: `inputs` cannot be empty")
        : throw TeiInput.Unreadable("inputs", "data did not match any variant of untagged enum TokenizeInput");

    private static JsonArray Tokens(string text, bool withSpecial)
    {
        var result = new JsonArray();
        int start = 0;
        foreach (string token in ToyModels.Tokenize(text))
        {
            result.Add(Token(ToyModels.TokenId(token), token, start, start + token.Length));
            start += token.Length;
        }

        if (withSpecial)
        {
            result.Insert(0, Token(StartId, Start, null, null));
            result.Add(Token(EndId, End, null, null));
        }

        return result;
    }

    private static JsonObject Token(int id, string text, int? start, int? stop) =>
        new() { ["id"] = id, ["text"] = text, ["special"] = start is null, ["start"] = start, ["stop"] = stop };

    private static string Decode(JsonArray ids, bool skipSpecial) => string.Concat(ids
        .Select(id => id?.GetValueKind() == JsonValueKind.Number ? (int)id.GetValue<double>() : throw TeiInput.Unreadable(
            "ids", "data did not match any variant of untagged enum InputIds"))
        .Select(id => id switch
        {
            StartId => skipSpecial ? "" : Start,
            EndId => skipSpecial ? "" : End,
            _ => ToyModels.Detokenize([id]),
        }));
}
