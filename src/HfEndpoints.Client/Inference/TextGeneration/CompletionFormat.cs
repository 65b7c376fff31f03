namespace HfEndpoints.Client.Inference;

/// <summary>
/// The answer of OpenAI's text completions to one prompt, whole or in pieces. As with Text Generation Inference, the text of
/// the pieces never has the prompt, whatever the whole text begins with.
/// </summary>
/// <param name="prompt">The prompt.</param>
/// <param name="values">The request's parameters, by the names of Text Generation Inference.</param>
internal sealed class CompletionFormat(string prompt, JsonObject values) : IStreamFormat<HfGeneratedTextChunk>
{
    private readonly StringBuilder _text = new(IsSet(values, "return_full_text") ? prompt : "");
    private string? _finishReason;

    public bool HasPieces(JsonElement json) => json.Member("choices") is { ValueKind: JsonValueKind.Array }
        || json.Member("usage") is { ValueKind: JsonValueKind.Object };

    /// <summary>Whether details were requested.</summary>
    public static bool WantsDetails(JsonObject values) => IsSet(values, "details");

    /// <summary>Reads a whole answer.</summary>
    /// <returns>The text; null if there is none.</returns>
    public HfGeneratedText? ReadWhole(JsonElement json)
    {
        if (FirstChoice(json) is not { } choice || choice.TextOf("text") is not { } text)
        {
            return null;
        }

        return new HfGeneratedText
        {
            Text = _text + text,
            Details = WithTokens(Details(FinishReasonOf(choice), json), CompletionTokens.Read(choice)),
        };
    }

    public IReadOnlyList<HfGeneratedTextChunk> Read(JsonElement json)
    {
        if (FirstChoice(json) is not { } choice)
        {
            // After the text, most servers that are asked to count its tokens.
            return ChatUsageReader.Read(json) is not null && WantsDetails(values)
                ? [new HfGeneratedTextChunk { Prompt = prompt, Text = "", Details = Details(_finishReason, json) }]
                : [];
        }

        string text = choice.TextOf("text") ?? "";
        _text.Append(text);
        CompletionTokens tokens = CompletionTokens.Read(choice);
        string? reason = FinishReasonOf(choice);
        _finishReason = reason ?? _finishReason;
        return
        [
            new HfGeneratedTextChunk
            {
                Prompt = prompt,
                Text = text,
                Token = tokens.Tokens is [{ } only] ? only : null,
                TopTokens = tokens.TopTokens is [{ } likeliest] ? likeliest : [],
                GeneratedText = reason is null ? null : _text.ToString(),
                // Others, such as llama.cpp, count with the end of the text.
                Details = reason is null ? null : Details(reason, json),
            },
        ];
    }

    public string TextOf(HfGeneratedTextChunk piece) => piece.Text;

    public bool AddsTo(HfGeneratedTextChunk piece) => piece.Text.Length > 0;

    public bool IsWholeWith(HfGeneratedTextChunk piece) => _finishReason is not null;

    private static bool IsSet(JsonObject values, string name) =>
        values[name] is JsonValue flag && flag.TryGetValue(out bool isSet) && isSet;

    private static JsonElement? FirstChoice(JsonElement json) =>
        json.Member("choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : null;

    private static string? FinishReasonOf(JsonElement choice) => choice.TextOf("finish_reason") is { Length: > 0 } reason ? reason : null;

    private static HfGenerationDetails? WithTokens(HfGenerationDetails? details, CompletionTokens tokens) => tokens.Tokens.Length == 0
        ? details
        : (details ?? new HfGenerationDetails()) with { Tokens = tokens.Tokens, TopTokens = tokens.TopTokens };

    private static HfGenerationDetails? Details(string? reason, JsonElement json)
    {
        HfChatUsage? usage = ChatUsageReader.Read(json);
        return reason is null && usage is null ? null : new HfGenerationDetails
        {
            FinishReason = reason,
            GeneratedTokens = usage?.CompletionTokens,
            InputLength = usage?.PromptTokens,
        };
    }
}
