namespace HfEndpoints.Client.Inference;

/// <summary>
/// Translates the parameters of Text Generation Inference to those of OpenAI's text completions. Unknown names are passed on.
/// </summary>
internal static class CompletionBody
{
    private static readonly string[] s_unknown = ["best_of", "decoder_input_details", "truncate", "typical_p", "watermark"];

    /// <summary>Makes the body of a request.</summary>
    /// <exception cref="HfException">The engine does not support a parameter, or serves several models.</exception>
    public static JsonObject Create(string prompt, JsonObject values, HfServerInfo info, bool isStream, string action)
    {
        var body = new JsonObject { ["prompt"] = prompt, ["stream"] = isStream };
        if (ModelFor(values, info, action) is { } model)
        {
            body["model"] = model;
        }

        foreach ((string name, JsonNode? value) in values)
        {
            if (name == "grammar" && value is not null)
            {
                CompletionGrammar.Add(body, value, info, action);
            }
            else if (value is not null && NameFor(name, info.Kind, value, action) is { } own)
            {
                body[own] = value.DeepClone();
            }
        }

        if (IsFalse(values["do_sample"]) && !body.ContainsKey("temperature"))
        {
            body["temperature"] = 0;
        }

        if (isStream && CompletionFormat.WantsDetails(values))
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return body;
    }

    // The caller must choose among a server's models or adapters.
    private static string? ModelFor(JsonObject values, HfServerInfo info, string action)
    {
        IReadOnlyList<string> models = ServerInfoReader.DistinctModels(info);
        string? chosen = values["adapter_id"]?.ToString() ?? values["model"]?.ToString();
        if (chosen is null ? models.Count <= 1 : models.Contains(chosen) || models.Count == 0)
        {
            return chosen ?? (models.Count > 0 ? models[0] : null);
        }

        string names = string.Join(", ", models.Select(name => $"'{name}'"));
        throw new HfException(
            HfErrorKind.ModelNotFound,
            chosen is null
                ? $"Cannot {action}: the server serves several models. Name one of {names} with adapter_id."
                : $"Cannot {action}: the server does not serve '{chosen}'. It serves {names}.");
    }

    private static string? NameFor(string name, ServerEngine engine, JsonNode value, string action) => (name, engine) switch
    {
        ("do_sample" or "details" or "return_full_text" or "adapter_id" or "model", _) => null,
        ("max_new_tokens", _) => "max_tokens",
        ("stop_sequences", _) => "stop",
        ("top_n_tokens", _) => "logprobs",
        ("repetition_penalty", ServerEngine.LlamaCpp) => "repeat_penalty",
        ("typical_p", ServerEngine.LlamaCpp) => name,
        ("truncate", ServerEngine.Vllm) => "truncate_prompt_tokens",
        _ when !s_unknown.Contains(name) => name,
        _ when IsFalse(value) => null,
        _ => throw new HfException(
            HfErrorKind.InvalidRequest,
            $"Cannot {action}: {ServerEngines.NameOf(engine)} has no parameter '{name}' for text generation."),
    };

    private static bool IsFalse(JsonNode? value) => value is JsonValue flag && flag.TryGetValue(out bool isSet) && !isSet;
}

/// <summary>The engines' forms of a grammar: each has its own parameters.</summary>
internal static class CompletionGrammar
{
    private const string Json = "json";
    private const string Regex = "regex";
    private const string Rules = "grammar";

    /// <summary>Adds what Text Generation Inference calls a grammar, in an engine's form.</summary>
    /// <param name="body">The request.</param>
    /// <param name="grammar">An object of type (json, json_schema, regex or grammar) and value.</param>
    /// <param name="info">The server.</param>
    /// <param name="action">What is being done.</param>
    /// <exception cref="HfException">It is not a grammar, or the engine does not support its kind.</exception>
    public static void Add(JsonObject body, JsonNode grammar, HfServerInfo info, string action)
    {
        JsonNode? value = (grammar as JsonObject)?["value"];
        string kind = (grammar as JsonObject)?["type"]?.ToString() switch
        {
            "json" or "json_object" or "json_schema" => Json,
            Regex => Regex,
            Rules or "gbnf" or "ebnf" => Rules,
            _ => "",
        };
        if (kind.Length == 0 || value is null)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest,
                $"Cannot {action}: '{grammar.ToJsonString()}' is not a valid grammar. "
                + "Use a type (json, json_schema, regex or grammar) and a value.");
        }

        // A schema may stand in an object with a name, or be text.
        JsonNode content = kind == Json ? SchemaOf(value, action) : JsonValue.Create(value.ToString());
        switch (info.Kind, kind)
        {
            case (ServerEngine.LlamaCpp, Json):
                body["json_schema"] = content;
                break;
            case (ServerEngine.LlamaCpp, Rules):
                body["grammar"] = content;
                break;
            case (ServerEngine.Vllm, _) when IsOlder(info.Version, 11):
                body[$"guided_{kind}"] = content;
                break;
            case (ServerEngine.Vllm, _):
                body["structured_outputs"] = new JsonObject { [kind] = content };
                break;
            case (ServerEngine.Sglang, Json):
                body["json_schema"] = content.ToJsonString();
                break;
            case (ServerEngine.Sglang, _):
                body[kind == Regex ? "regex" : "ebnf"] = content;
                break;
            case (_, Json):
                body["response_format"] = new JsonObject
                {
                    ["type"] = "json_schema",
                    ["json_schema"] = new JsonObject { ["name"] = "answer", ["schema"] = content },
                };
                break;
            default:
                throw new HfException(
                    HfErrorKind.InvalidRequest,
                    $"Cannot {action}: {ServerEngines.NameOf(info.Kind)} takes no grammar of type '{kind}'. "
                    + (info.Kind == ServerEngine.LlamaCpp
                        ? "Use a JSON schema, or the type 'grammar' with rules in GBNF."
                        : "Use a JSON schema."));
        }
    }

    private static JsonNode SchemaOf(JsonNode value, string action)
    {
        try
        {
            JsonNode? schema = value is JsonValue text ? JsonNode.Parse(text.ToString()) : value;
            return ((schema as JsonObject)?["schema"] as JsonObject ?? schema as JsonObject)?.DeepClone()
                ?? throw new System.Text.Json.JsonException("It is not an object.");
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new HfException(
                HfErrorKind.InvalidRequest, $"Cannot {action}: the grammar's value is not a JSON schema: {exception.Message}", exception);
        }
    }

    // Version 0.11 was the first with today's parameter.
    private static bool IsOlder(string? version, int minor) =>
        Version.TryParse(version?.Split('+', '-', 'r')[0].TrimEnd('.'), out Version? known) && known.Major == 0 && known.Minor < minor;
}
