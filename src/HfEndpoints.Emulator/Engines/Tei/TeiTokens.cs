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

    public static object Tokenize(JsonObject body, TeiSettings settings)
    {
        JsonNode?[] inputs = body["inputs"] is JsonArray list ? [.. list] : [body["inputs"]];
        new TeiInput(settings, body).CheckBatch(inputs.Length, "`inputs` cannot be empty");
        bool withSpecial = body["add_special_tokens"]?.GetValue<bool>() ?? true;
        return inputs.Select(input => Tokens(Text(input), withSpecial)).ToArray();
    }

    public static object Decode(JsonObject body, TeiSettings settings)
    {
        JsonArray ids = body["ids"] as JsonArray
            ?? throw TeiInput.Unreadable("ids", "data did not match any variant of untagged enum InputIds");
        bool skip = body["skip_special_tokens"]?.GetValue<bool>() ?? true;
        Refuse.If(ids.Count == 0, () => TeiException.Empty("Input validation error: `input_ids` cannot be empty"));
        JsonArray[] batch = ids[0] is JsonArray ? [.. ids.Select(item => item as JsonArray ?? [])] : [ids];
        new TeiInput(settings, []).CheckBatch(batch.Length, "`ids` cannot be empty");
        return batch.Select(list => Decode(list, skip)).ToArray();
    }

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String
        ? node.GetValue<string>() is { Length: > 0 } text ? text : throw TeiException.Empty(
            "Input validation error: `inputs` cannot be empty")
        : throw TeiInput.Unreadable("inputs", "data did not match any variant of untagged enum TokenizeInput");

    private static object Tokens(string text, bool withSpecial)
    {
        IEnumerable<object> tokens = ToyModels.Locate(text)
            .Select(place => Token(ToyModels.TokenId(place.Token), place.Token, place.Start, place.End));
        return withSpecial ? [Token(StartId, Start, null, null), .. tokens, Token(EndId, End, null, null)] : tokens.ToArray();
    }

    private static object Token(int id, string text, int? start, int? stop) => new { id, text, special = start is null, start, stop };

    private static string Decode(JsonArray ids, bool skipSpecial) => string.Concat(ids
        .Select(id => id?.GetValueKind() == JsonValueKind.Number ? (int)id.GetValue<double>() : throw TeiInput.Unreadable(
            "ids", "data did not match any variant of untagged enum InputIds")).Select(id => id switch
        {
            StartId => skipSpecial ? "" : Start,
            EndId => skipSpecial ? "" : End,
            _ => ToyModels.Detokenize([id]),
        }));
}
