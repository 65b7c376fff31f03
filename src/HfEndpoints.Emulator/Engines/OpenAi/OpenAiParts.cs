using System.Text;
using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

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

    public static JsonObject Usage(IReadOnlyCollection<Generation> generations, int prompts = 1)
    {
        // The prompt is read once, however many choices are made of it.
        int prompt = generations.Chunk(Math.Max(1, generations.Count / prompts)).Sum(group => group[0].PromptTokens.Count);
        int completion = generations.Sum(generation => generation.Tokens.Count);
        return new JsonObject { ["prompt_tokens"] = prompt, ["total_tokens"] = prompt + completion, ["completion_tokens"] = completion };
    }

    public static JsonObject? ChatLogprobs(ChatRequest chat, IEnumerable<GeneratedToken> tokens, bool withBytes) => chat.Logprobs
        ? new JsonObject { ["content"] = new JsonArray([.. tokens.Select(token => Logprob(token, withBytes, withTop: true))]) }
        : null;

    private static JsonObject Logprob(GeneratedToken token, bool withBytes, bool withTop)
    {
        string text = token.IsSpecial ? "" : token.Text;
        var result = new JsonObject { ["token"] = text, ["logprob"] = Math.Round(token.LogProbability, 6) };
        if (withBytes)
        {
            result["bytes"] = new JsonArray([.. Encoding.UTF8.GetBytes(text).Select(value => JsonValue.Create((int)value))]);
        }

        if (withTop)
        {
            result["top_logprobs"] = new JsonArray([.. token.Alternatives.Select(other => Logprob(other, withBytes, withTop: false))]);
        }

        return result;
    }
}
