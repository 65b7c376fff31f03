namespace HfEndpoints.Client.Inference;

/// <summary>Puts texts and parameters into the form that one server takes.</summary>
internal sealed class EmbeddingForm(InferenceTarget target, HfServerInfo info, EmbeddingParameters parameters)
{
    // vLLM renamed the parameter with this version.
    private static readonly Version s_activation = new(0, 12);

    // An address below /v1 means that route, except where the server's own one takes more parameters.
    private readonly bool _isOpenAi = ServerEngines.IsOpenAi(info) || (target.IsOpenAi && info.Kind != ServerEngine.Tei);

    /// <summary>Where the texts go.</summary>
    public Uri Uri => _isOpenAi ? target.OpenAiRoute("embeddings")
        : target.Root == target.Uri || target.Uri.AbsolutePath.EndsWith("/embed_all", StringComparison.Ordinal) ? target.Uri
        : info.Kind == ServerEngine.Tei ? target.ServerRoute("embed")
        : target.Root;

    /// <summary>A parameter that is set and that the server does not have; null if there is none.</summary>
    public string? Unsupported => !_isOpenAi ? null
        : parameters.PromptName is not null ? "prompt_name"
        : parameters.TruncationDirection is not null ? "truncation_direction"
        : parameters.Truncate == true && info.Kind != ServerEngine.Vllm ? "truncate"
        : parameters.Normalize == false && info.Kind == ServerEngine.Sglang ? "normalize"
        : null;

    /// <summary>Makes the body of a request.</summary>
    public JsonObject MakeBody(IReadOnlyList<string> texts)
    {
        JsonNode inputs = texts is [{ } only]
            ? JsonValue.Create(only)
            : new JsonArray([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);
        if (!_isOpenAi)
        {
            var own = (JsonObject)JsonSerializer.SerializeToNode(parameters, HfJson.InSnakeCase.EmbeddingParameters)!;
            own["inputs"] = inputs;
            return own;
        }

        var body = new JsonObject { ["input"] = inputs };
        Add(body, "model", info.Models.Count > 0 ? info.Models[0] : null);
        Add(body, "encoding_format", parameters.EncodingFormat);
        if (info.Kind != ServerEngine.LlamaCpp)
        {
            Add(body, "dimensions", parameters.Dimensions);
        }

        if (parameters.Truncate == true)
        {
            // As many as the model takes.
            body["truncate_prompt_tokens"] = -1;
        }

        // Vectors of length 1 are the default, and made here where a server has another; only the contrary is said.
        if (parameters.Normalize == false)
        {
            (string name, JsonNode value) = info.Kind switch
            {
                ServerEngine.LlamaCpp => ("embd_normalize", -1),
                ServerEngine.Vllm when IsBefore(s_activation) => ("normalize", false),
                ServerEngine.Vllm => ("use_activation", false),
                _ => ("normalize", (JsonNode)false),
            };
            body[name] = value;
        }

        return body;
    }

    private bool IsBefore(Version version) =>
        Version.TryParse(string.Concat((info.Version ?? "").TrimStart('v').TakeWhile(letter => char.IsDigit(letter) || letter == '.'))
            .TrimEnd('.'), out Version? own) && own < version;

    private static void Add(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }
}
