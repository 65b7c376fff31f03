using System.Runtime.InteropServices;

namespace HfEndpoints.Emulator;

/// <summary>Parts of OpenAI's answers that the routes share.</summary>
internal static class OpenAiParts
{
    public static JsonMap Envelope(EngineRequest request, OpenAiDialect dialect, string kind, string id, string? model) =>
        new() { ["id"] = id, ["object"] = kind, ["created"] = request.Now, ["model"] = dialect.ModelName(request, model) };

    public static JsonMap Usage(
        EngineRequest request, OpenAiDialect dialect, IReadOnlyCollection<Generation> generations, int prompts, int cachedTokens,
        int reasoningTokens)
    {
        // The prompt is read once, however many choices are made of it.
        int prompt = generations.Chunk(Math.Max(1, generations.Count / prompts)).Sum(group => group[0].PromptTokens.Count);
        int completion = generations.Sum(generation => generation.Tokens.Count) + reasoningTokens;
        JsonMap usage = new() { ["prompt_tokens"] = prompt, ["total_tokens"] = prompt + completion, ["completion_tokens"] = completion };
        dialect.CompleteUsage(usage, request, cachedTokens, reasoningTokens);
        return usage;
    }

    public static object? ChatLogprobs(OpenAiChatRequest chat, IEnumerable<GeneratedToken> tokens) => chat.Logprobs
        ? new { content = tokens.Select(token => chat.Fields.Dialect.Logprob(token, withTop: true)) }
        : null;

    /// <summary>A token with its probability and those of its alternatives, each of them as the server writes it.</summary>
    public static JsonMap Logprob(GeneratedToken token, bool withBytes, bool withTop, Func<GeneratedToken, bool, JsonMap> write)
    {
        string text = token.IsSpecial ? "" : token.Text;
        JsonMap result = new() { ["token"] = text, ["logprob"] = Math.Round(token.LogProbability, 6) };
        if (withBytes)
        {
            result["bytes"] = Encoding.UTF8.GetBytes(text).Select(value => (int)value);
        }

        if (withTop)
        {
            result["top_logprobs"] = token.Alternatives.Select(other => write(other, false));
        }

        return result;
    }

    /// <summary>The form that text completions had before there were chats: a list for each property.</summary>
    public static object CompletionLogprobs(GeneratedToken[] tokens, int offset) => new
    {
        text_offset = tokens.Select((_, index) => offset + tokens[..index].Sum(before => before.Text.Length)),
        token_logprobs = tokens.Select(token => Math.Round(token.LogProbability, 6)),
        tokens = tokens.Select(token => token.Text),
        top_logprobs = tokens.Select(token => token.Alternatives.Prepend(token).DistinctBy(other => other.Text)
            .ToDictionary(other => other.Text, other => Math.Round(other.LogProbability, 6))),
    };
}

/// <summary>The answer to POST /v1/embeddings, which all servers with that route share.</summary>
internal static class EmbeddingsAnswer
{
    public static JsonMap Make(IEnumerable<float[]> vectors, string model, int tokens, bool base64) => new()
    {
        ["object"] = "list",
        ["data"] = vectors.Select((vector, index) =>
            new { @object = "embedding", embedding = base64 ? Base64(vector) : (object)vector, index }),
        ["model"] = model,
        ["usage"] = new { prompt_tokens = tokens, total_tokens = tokens },
    };

    /// <summary>The numbers as they are in memory on every machine this runs on: 32-bit floats, little end first.</summary>
    private static string Base64(float[] vector) => Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector));
}
