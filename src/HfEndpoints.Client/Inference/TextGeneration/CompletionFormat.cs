using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The answer of OpenAI's text completions to one prompt, whole or in pieces. As with Text Generation Inference, the pieces
/// never have the prompt, whatever the whole text begins with.
/// </summary>
/// <param name="prompt">The prompt.</param>
/// <param name="values">What was asked for, by the names of Text Generation Inference.</param>
internal sealed class CompletionFormat(string prompt, JsonObject values) : IStreamFormat<GeneratedTextChunk>
{
    private readonly StringBuilder _text = new(IsSet(values, "return_full_text") ? prompt : "");
    private string? _finishReason;
    private int _pieces;

    public string Mark => "choices";

    /// <summary>Whether it is to be told how the text came about.</summary>
    public static bool WantsDetails(JsonObject values) => IsSet(values, "details");

    /// <summary>Reads a whole answer.</summary>
    /// <returns>The text; null where there is none.</returns>
    public GeneratedText? ReadWhole(JsonElement json)
    {
        if (FirstChoice(json) is not { } choice || choice.TextOf("text") is not { } text)
        {
            return null;
        }

        return new GeneratedText
        {
            Text = _text + text,
            Details = json.Member("usage") is { ValueKind: JsonValueKind.Object } usage
                ? Details(choice.TextOf("finish_reason"), usage)
                : null,
        };
    }

    public IReadOnlyList<GeneratedTextChunk> Read(JsonElement json)
    {
        // A server that is asked to counts its tokens in an event after the text, or in the one that ends it.
        JsonElement? usage = WantsDetails(values) && json.Member("usage") is { ValueKind: JsonValueKind.Object } counted ? counted : null;
        if (FirstChoice(json) is not { } choice)
        {
            return usage is { } afterText ? [new GeneratedTextChunk { Index = ++_pieces, Text = "", Details = Details(_finishReason, afterText) }] : [];
        }

        string text = choice.TextOf("text") ?? throw new JsonException();
        _text.Append(text);
        _finishReason = choice.TextOf("finish_reason") is { Length: > 0 } reason ? reason : null;
        return
        [
            new GeneratedTextChunk
            {
                Index = ++_pieces,
                Text = text,
                GeneratedText = _finishReason is null ? null : _text.ToString(),
                Details = usage is { } atEnd ? Details(_finishReason, atEnd) : null,
            },
        ];
    }

    public string TextOf(GeneratedTextChunk piece) => piece.Text;

    public bool IsWholeWith(GeneratedTextChunk piece) => _finishReason is not null;

    private static bool IsSet(JsonObject values, string name) =>
        values[name] is JsonValue flag && flag.TryGetValue(out bool isSet) && isSet;

    private static JsonElement? FirstChoice(JsonElement json) =>
        json.Member("choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0 ? choices[0] : null;

    private static GenerationDetails Details(string? reason, JsonElement usage) => new()
    {
        FinishReason = reason,
        GeneratedTokens = (int)(usage.WholeOf("completion_tokens") ?? 0),
        InputLength = (int?)usage.WholeOf("prompt_tokens"),
    };
}
