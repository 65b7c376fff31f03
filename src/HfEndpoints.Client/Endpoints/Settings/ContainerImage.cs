namespace HfEndpoints.Client;

/// <summary>
/// The container image as people write it, normalized to what the service reads: one member named by the engine,
/// field names in the service's case, and no environment inside, which the service would silently ignore.
/// </summary>
internal sealed class ContainerImage(JsonObject payload, Action<string>? log)
{
    private static readonly string[] s_engines =
    [
        "huggingface", "huggingfaceNeuron", "tgi", "tgiNeuron", "tei", "llamacpp", "vLLM", "vLLMOmni", "vLLMNeuron",
        "sGLang", "hfServe", "custom",
    ];

    private static readonly string[] s_tensorParallelEngines = ["vLLM", "sGLang"];
    private static readonly string[] s_dataParallelEngines = ["vLLM"];

    // The fields of every engine in the service's OpenAPI document.
    private static readonly Dictionary<string, string> s_fields = new string[]
    {
        "url", "port", "healthRoute", "credentials", "username", "password", "batchSize", "neuronCache",
        "sequenceLength", "maxBatchPrefillTokens", "maxBatchTotalTokens", "maxInputLength", "maxTotalTokens",
        "disableCustomKernels", "quantize", "hfAutoCastType", "hfNumCores", "maxBatchTokens",
        "maxConcurrentRequests", "pooling", "modelPath", "ctxSize", "mmprojModelPath", "mode", "nGpuLayers",
        "nParallel", "specModelPath", "threadsHttp", "variant", "tensorParallelSize", "dataParallelSize",
        "maxNumBatchedTokens", "maxNumSeqs", "kvCacheDtype", "deployConfig", "maxRunningRequests",
        "maxPrefillTokens", "chunkedPrefillSize",
    }.ToDictionary(Fold);

    /// <summary>The object to send as <c>model.image</c>.</summary>
    public JsonObject Payload => payload;

    /// <summary>The environment found inside the image; values given beside it take precedence. Null if there was none.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; private set; }

    /// <summary>The secrets found inside the image; values given beside it take precedence. Null if there were none.</summary>
    public IReadOnlyDictionary<string, string?>? Secrets { get; private set; }

    /// <summary>Reads the image of some settings; null if they have none.</summary>
    public static ContainerImage? FromSettings(EndpointSettings settings, Action<string>? log)
    {
        if (settings.CustomImage is null)
        {
            return settings.TensorParallelSize is null && settings.DataParallelSize is null
                ? null
                : throw new HfException(
                    HfErrorKind.InvalidRequest,
                    "TensorParallelSize and DataParallelSize are settings of a vLLM or SGLang image. "
                    + "Give the image with CustomImage, as in @{ vLLM = @{ url = '...' } }.");
        }

        var image = new ContainerImage(Keyed(settings.CustomImage.Json), log);
        image.MoveEnvironment(settings);
        image.SetParallelism(settings);
        return image;
    }

    private string Engine => Payload.Single().Key;

    private JsonObject Fields => (JsonObject)Payload.Single().Value!;

    private static JsonObject Keyed(JsonObject image)
    {
        if (image.Any(member => Fold(member.Key) == "url"))
        {
            return new JsonObject { ["custom"] = WithServiceNames(image) };
        }

        if (image is { Count: 1 } && image.Single() is { Value: JsonObject fields } only)
        {
            string engine = s_engines.FirstOrDefault(name => name.Equals(only.Key, StringComparison.OrdinalIgnoreCase), only.Key);
            return new JsonObject { [engine] = WithServiceNames(fields) };
        }

        throw new HfException(
            HfErrorKind.InvalidRequest,
            "CustomImage must be a table with a url, such as @{ url = 'me/image:1'; port = 80 }, or a table of one "
            + $"engine, such as @{{ vLLM = @{{ url = '...' }} }}. Engines: {string.Join(", ", s_engines)}.");
    }

    private static JsonObject WithServiceNames(JsonObject fields)
    {
        var renamed = new JsonObject();
        foreach ((string name, JsonNode? value) in fields)
        {
            JsonNode? copy = value is JsonObject inner && Fold(name) == "credentials" ? WithServiceNames(inner) : value?.DeepClone();
            renamed[s_fields.GetValueOrDefault(Fold(name), name)] = copy;
        }

        return renamed;
    }

    private void MoveEnvironment(EndpointSettings settings)
    {
        if (Take("env") is { } env)
        {
            Env = Merge(env, settings.Env?.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
                .ToDictionary(pair => pair.Key, pair => pair.Value ?? "");
        }

        if (Take("secrets") is { } secrets)
        {
            Secrets = Merge(secrets, settings.Secret);
        }
    }

    private JsonObject? Take(string name)
    {
        string? key = Fields.FirstOrDefault(member => Fold(member.Key) == name).Key;
        if (key is null || Fields[key] is not JsonObject table)
        {
            return null;
        }

        Fields.Remove(key);
        log?.Invoke($"'{key}' is in the image, where the service ignores it. It is sent as the model's '{name}' instead.");
        return table;
    }

    private static Dictionary<string, string?> Merge(JsonObject inside, IReadOnlyDictionary<string, string?>? beside)
    {
        var merged = inside.ToDictionary(member => member.Key, member => member.Value?.ToString());
        foreach ((string name, string? value) in beside ?? new Dictionary<string, string?>())
        {
            merged[name] = value;
        }

        return merged;
    }

    private void SetParallelism(EndpointSettings settings)
    {
        Set("tensorParallelSize", settings.TensorParallelSize, s_tensorParallelEngines);
        Set("dataParallelSize", settings.DataParallelSize, s_dataParallelEngines);
    }

    private void Set(string field, int? value, string[] engines)
    {
        if (value is null)
        {
            return;
        }

        if (!engines.Contains(Engine))
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"'{field}' is not a setting of a '{Engine}' image; the service would drop it. "
                + $"Engines that have it: {string.Join(", ", engines)}.");
        }

        Fields[field] = value;
    }

    // health_route, HealthRoute and healthRoute are one name.
    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
