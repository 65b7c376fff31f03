using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>Reads what servers report about themselves.</summary>
internal static class ServerInfoReader
{
    /// <summary>Reads the answer of /info, which Hugging Face's own servers have; null if it is not theirs.</summary>
    public static ServerInfo? FromInfo(JsonElement json)
    {
        ServerEngine engine = json.Member("model_type") is not null || json.Member("max_batch_tokens") is { }
                && json.Member("max_total_tokens") is null && json.Member("max_client_batch_size") is not null
            ? ServerEngine.Tei
            : json.Member("max_total_tokens") is not null || json.TextOf("router") is not null ? ServerEngine.Tgi
            : ServerEngine.Unknown;
        return engine == ServerEngine.Unknown && json.TextOf("model_id") is null
            ? null
            : new ServerInfo
            {
                Engine = engine,
                Version = json.TextOf("version"),
                Models = json.TextOf("model_id") is { } model ? [model] : [],
                Task = json.TextOf("model_pipeline_tag") ?? TaskOf(json.Member("model_type")),
                MaxInputTokens = json.WholeOf("max_input_tokens") ?? json.WholeOf("max_input_length"),
                MaxTotalTokens = json.WholeOf("max_total_tokens"),
                MaxBatchSize = (int?)json.WholeOf("max_client_batch_size"),
                MaxConcurrentRequests = (int?)json.WholeOf("max_concurrent_requests"),
                Raw = ToObject(json),
            };
    }

    /// <summary>Reads the list of /v1/models; null if it is not one. The owner of the models usually shows the engine.</summary>
    public static ServerInfo? FromModels(JsonElement json)
    {
        if (json.Member("data") is not { ValueKind: JsonValueKind.Array } data)
        {
            return null;
        }

        JsonElement[] models = [.. data.EnumerateArray()];
        JsonElement first = models.FirstOrDefault();
        return new ServerInfo
        {
            Engine = first.TextOf("owned_by") switch
            {
                "vllm" => ServerEngine.Vllm,
                "sglang" => ServerEngine.Sglang,
                "llamacpp" => ServerEngine.LlamaCpp,
                _ => ServerEngine.Unknown,
            },
            Models = [.. models.Select(model => model.TextOf("id")).OfType<string>()],
            MaxTotalTokens = first.WholeOf("max_model_len"),
            Raw = new JsonObject { ["models"] = JsonNode.Parse(data.GetRawText()) },
        };
    }

    /// <summary>
    /// The names to choose among. vLLM lists a model once for each of its names; those have the same root, and adapters
    /// another.
    /// </summary>
    public static IReadOnlyList<string> DistinctModels(ServerInfo info)
    {
        string?[] roots = [.. (info.Raw["models"] as JsonArray ?? []).Select(model => (model as JsonObject)?["root"]?.ToString())];
        return roots.Length == info.Models.Count && roots.All(root => root is not null)
            ? [.. info.Models.Zip(roots).DistinctBy(model => model.Second).Select(model => model.First)]
            : info.Models;
    }

    /// <summary>Adds the values of an engine's own route.</summary>
    public static ServerInfo With(ServerInfo info, ServerEngine engine, JsonElement json)
    {
        JsonObject raw = (JsonObject)info.Raw.DeepClone();
        foreach ((string name, JsonNode? value) in ToObject(json))
        {
            raw.TryAdd(name, value?.DeepClone());
        }

        info = info with { Engine = engine, Raw = raw };
        return engine switch
        {
            ServerEngine.Vllm => info with { Version = json.TextOf("version") },
            ServerEngine.Sglang => info with
            {
                Version = json.TextOf("version") ?? info.Version,
                Models = info.Models.Count == 0 && json.TextOf("model_path") is { } path ? [path] : info.Models,
                Task = json.Member("is_generation") is { ValueKind: JsonValueKind.True }
                    || json.Member("is_embedding") is { ValueKind: JsonValueKind.False } ? "text-generation" : info.Task,
                MaxInputTokens = json.WholeOf("max_req_input_len") ?? info.MaxInputTokens,
                MaxTotalTokens = json.WholeOf("context_length") ?? info.MaxTotalTokens,
                MaxConcurrentRequests = (int?)json.WholeOf("max_running_requests"),
            },
            ServerEngine.LlamaCpp => info with
            {
                Version = json.TextOf("build_info"),
                Models = info.Models.Count == 0 && json.TextOf("model_path") is { } path ? [path] : info.Models,
                // Each slot has its own context, which the prompt and the answer share.
                MaxTotalTokens = json.Member("default_generation_settings")?.WholeOf("n_ctx") ?? info.MaxTotalTokens,
                MaxConcurrentRequests = (int?)json.WholeOf("total_slots"),
            },
            _ => info,
        };
    }

    private static string? TaskOf(JsonElement? modelType) =>
        modelType is not { ValueKind: JsonValueKind.Object } type ? null
        : type.Member("embedding") is not null ? "feature-extraction"
        : type.Member("reranker") is not null ? "text-ranking"
        : type.Member("classifier") is not null ? "text-classification"
        : null;

    private static JsonObject ToObject(JsonElement json) => JsonNode.Parse(json.GetRawText()) as JsonObject ?? [];
}
