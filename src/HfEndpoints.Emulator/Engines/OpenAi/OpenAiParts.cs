using System.Runtime.InteropServices;

namespace HfEndpoints.Emulator;

/// <summary>Parts of OpenAI's answers that the routes share.</summary>
internal static class OpenAiParts
{
    public static JsonObject Envelope(EngineRequest request, OpenAiDialect dialect, string kind, string id, string? model) => new()
    {
        ["id"] = id,
        ["object"] = kind,
        ["created"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
        ["model"] = dialect.ModelName(request, model),
    };

    public static JsonObject Usage(EngineRequest request, OpenAiDialect dialect, ChatAnswer answer)
    {
        JsonObject usage = Usage([.. answer.Choices.Select(choice => choice.Generation)]);
        foreach (string name in answer.ReasoningTokens > 0 ? new[] { "total_tokens", "completion_tokens" } : [])
        {
            usage[name] = usage[name]!.GetValue<int>() + answer.ReasoningTokens;
        }

        dialect.CompleteUsage(usage, request, answer.CachedTokens, answer.ReasoningTokens);
        return usage;
    }

    public static JsonObject Usage(IReadOnlyCollection<Generation> generations, int prompts = 1)
    {
        // The prompt is read once, however many choices are made of it.
        int prompt = generations.Chunk(Math.Max(1, generations.Count / prompts)).Sum(group => group[0].PromptTokens.Count);
        int completion = generations.Sum(generation => generation.Tokens.Count);
        return new JsonObject { ["prompt_tokens"] = prompt, ["total_tokens"] = prompt + completion, ["completion_tokens"] = completion };
    }

    public static JsonObject? ChatLogprobs(
        OpenAiDialect dialect, OpenAiChatRequest chat, IEnumerable<GeneratedToken> tokens) => chat.Logprobs
        ? new JsonObject { ["content"] = new JsonArray([.. tokens.Select(token => dialect.Logprob(token, withTop: true))]) }
        : null;

    /// <summary>A token with its probability and those of its alternatives, each of them as the server writes it.</summary>
    public static JsonObject Logprob(GeneratedToken token, bool withBytes, bool withTop, Func<GeneratedToken, bool, JsonObject> write)
    {
        string text = token.IsSpecial ? "" : token.Text;
        var result = new JsonObject { ["token"] = text, ["logprob"] = Math.Round(token.LogProbability, 6) };
        if (withBytes)
        {
            result["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(value => JsonValue.Create((int)value))]);
        }

        if (withTop)
        {
            result["top_logprobs"] = new JsonArray([.. token.Alternatives.Select(other => write(other, false))]);
        }

        return result;
    }

    /// <summary>The form that text completions had before there were chats: a list for each property.</summary>
    public static JsonObject CompletionLogprobs(IEnumerable<GeneratedToken> tokens, int offset)
    {
        var (offsets, probabilities, texts, tops) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        foreach (GeneratedToken token in tokens)
        {
            offsets.Add(offset);
            offset += token.Text.Length;
            probabilities.Add(Math.Round(token.LogProbability, 6));
            texts.Add(token.Text);
            tops.Add(new JsonObject(token.Alternatives.Prepend(token).DistinctBy(other => other.Text)
                .Select(other => KeyValuePair.Create<string, JsonNode?>(other.Text, Math.Round(other.LogProbability, 6)))));
        }

        return new JsonObject
        {
            ["text_offset"] = offsets,
            ["token_logprobs"] = probabilities,
            ["tokens"] = texts,
            ["top_logprobs"] = tops,
        };
    }
}

/// <summary>The answer to POST /v1/embeddings, which all servers with that route share.</summary>
internal static class EmbeddingsAnswer
{
    public static JsonObject Make(IEnumerable<float[]> vectors, string model, int tokens, bool base64) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. vectors.Select((vector, index) => new JsonObject
        {
            ["object"] = "embedding",
            ["embedding"] = base64 ? Base64(vector) : ToJson(vector),
            ["index"] = index,
        })]),
        ["model"] = model,
        ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
    };

    public static JsonArray ToJson(IEnumerable<float> vector) => [.. vector.Select(value => JsonValue.Create(value))];

    /// <summary>The numbers as they are in memory on every machine this runs on: 32-bit floats, little end first.</summary>
    private static string Base64(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector));
}
