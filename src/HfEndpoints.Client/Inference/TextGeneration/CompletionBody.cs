using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// Says with the words of OpenAI's text completions what the parameters of Text Generation Inference mean. A name of
/// neither is the server's own.
/// </summary>
internal static class CompletionBody
{
    private static readonly string[] s_unknown =
        ["adapter_id", "best_of", "decoder_input_details", "grammar", "top_n_tokens", "truncate", "typical_p", "watermark"];

    /// <summary>Makes the body of a request.</summary>
    /// <exception cref="HfException">The engine has nothing like a parameter.</exception>
    public static JsonObject Create(string prompt, JsonObject values, ServerInfo info, bool isStream, string action)
    {
        var body = new JsonObject { ["prompt"] = prompt, ["stream"] = isStream };
        if (info.Models.Count > 0)
        {
            body["model"] = info.Models[0];
        }

        foreach ((string name, JsonNode? value) in values)
        {
            if (value is not null && NameFor(name, info.Engine, value, action) is { } own)
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

    private static string? NameFor(string name, ServerEngine engine, JsonNode value, string action) => (name, engine) switch
    {
        ("do_sample" or "details" or "return_full_text", _) => null,
        ("max_new_tokens", _) => "max_tokens",
        ("stop_sequences", _) => "stop",
        ("repetition_penalty", ServerEngine.LlamaCpp) => "repeat_penalty",
        ("typical_p", ServerEngine.LlamaCpp) => name,
        ("truncate", ServerEngine.Vllm) => "truncate_prompt_tokens",
        _ when !s_unknown.Contains(name) => name,
        _ when IsFalse(value) => null,
        ("grammar", _) => throw Unknown(name, engine, action, " A chat can answer according to a schema."),
        _ => throw Unknown(name, engine, action, ""),
    };

    private static HfException Unknown(string name, ServerEngine engine, string action, string advice) => new(
        HfErrorKind.InvalidRequest,
        $"Cannot {action}: {ServerEngines.NameOf(engine)} has no parameter '{name}' for text generation.{advice}");

    private static bool IsFalse(JsonNode? value) => value is JsonValue flag && flag.TryGetValue(out bool isSet) && !isSet;
}
