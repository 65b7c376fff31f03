namespace HfEndpoints.Client.Inference;

/// <summary>Reads what servers report about themselves.</summary>
internal static class ServerInfoReader
{
    /// <summary>Reads the answer of /info, which Hugging Face's own servers have; null if it is not theirs.</summary>
    public static HfServerInfo? FromInfo(InferenceTarget target, JsonElement json)
    {
        ServerEngine engine = json.Member("model_type") is not null || json.Member("max_batch_tokens") is { }
                && json.Member("max_total_tokens") is null && json.Member("max_client_batch_size") is not null
            ? ServerEngine.Tei
            : json.Member("max_total_tokens") is not null || json.TextOf("router") is not null ? ServerEngine.Tgi
            : ServerEngine.Unknown;
        return engine == ServerEngine.Unknown && json.TextOf("model_id") is null
            ? null
            : new HfServerInfo
            {
                Endpoint = target.Name,
                Uri = target.Uri,
                Engine = ServerEngines.WordOf(engine),
                Version = json.TextOf("version"),
                Models = json.TextOf("model_id") is { } model ? [model] : [],
                Task = json.TextOf("model_pipeline_tag") ?? TaskOf(json.Member("model_type")),
                MaxInputTokens = json.WholeOf("max_input_tokens") ?? json.WholeOf("max_input_length"),
                MaxTotalTokens = json.WholeOf("max_total_tokens"),
                MaxBatchSize = json.CountOf("max_client_batch_size"),
                MaxConcurrentRequests = json.CountOf("max_concurrent_requests"),
                RawMembers = json.ToDictionary(),
            };
    }

    /// <summary>Reads the list of /v1/models; null if it is not one. The owner of the models usually shows the engine.</summary>
    public static HfServerInfo? FromModels(InferenceTarget target, JsonElement json)
    {
        if (json.Member("data") is not { ValueKind: JsonValueKind.Array } data)
        {
            return null;
        }

        JsonElement[] models = [.. data.EnumerateArray()];
        JsonElement first = models.FirstOrDefault();
        return new HfServerInfo
        {
            Endpoint = target.Name,
            Uri = target.Uri,
            Engine = ServerEngines.WordOf(first.TextOf("owned_by") switch
            {
                "vllm" => ServerEngine.Vllm,
                "sglang" => ServerEngine.Sglang,
                "llamacpp" => ServerEngine.LlamaCpp,
                _ => ServerEngine.Unknown,
            }),
            Models = [.. models.Select(model => model.TextOf("id")).OfType<string>()],
            MaxTotalTokens = first.WholeOf("max_model_len"),
            RawMembers = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["models"] = data.ToValue() },
        };
    }

    /// <summary>
    /// The names to choose among. vLLM lists a model once for each of its names; those have the same root, and adapters
    /// another.
    /// </summary>
    public static IReadOnlyList<string> DistinctModels(HfServerInfo info)
    {
        string?[] roots = [.. (info.RawMembers.GetValueOrDefault("models") as IEnumerable<object?> ?? [])
            .Select(model => (model as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("root") as string)];
        return roots.Length == info.Models.Count && roots.All(root => root is not null)
            ? [.. info.Models.Zip(roots).DistinctBy(model => model.Second).Select(model => model.First)]
            : info.Models;
    }

    /// <summary>Adds the values of an engine's own route.</summary>
    public static HfServerInfo With(HfServerInfo info, ServerEngine engine, JsonElement json)
    {
        var raw = new Dictionary<string, object?>(info.RawMembers, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in json.ToDictionary())
        {
            raw.TryAdd(name, value);
        }

        info = info with { Engine = ServerEngines.WordOf(engine), RawMembers = raw };
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
                MaxConcurrentRequests = json.CountOf("max_running_requests"),
            },
            ServerEngine.LlamaCpp => info with
            {
                Version = json.TextOf("build_info"),
                Models = info.Models.Count == 0 && json.TextOf("model_path") is { } path ? [path] : info.Models,
                // Each slot has its own context, which the prompt and the answer share.
                MaxTotalTokens = json.Member("default_generation_settings")?.WholeOf("n_ctx") ?? info.MaxTotalTokens,
                MaxConcurrentRequests = json.CountOf("total_slots"),
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
}
