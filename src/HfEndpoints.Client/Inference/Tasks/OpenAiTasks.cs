using System.Net.Http.Headers;

namespace HfEndpoints.Client.Inference;

/// <summary>
/// The requests of tasks that vLLM, SGLang, llama.cpp and their likes have a route of their own for. They have none for
/// tasks by the root, which Hugging Face's servers are used by.
/// </summary>
internal sealed class OpenAiTasks(InferenceTarget target, HfServerInfo info)
{
    private string? Model => info.Models.Count > 0 ? info.Models[0] : null;

    /// <summary>Makes the request of a task.</summary>
    /// <returns>The address and the body; null if there is no route for the task.</returns>
    public (Uri Uri, Func<HttpContent> Content)? RequestFor(InferenceTask task, TaskBody body)
    {
        JsonObject parameters = body.Json?["parameters"] as JsonObject ?? [];
        string? text = body.Json?["inputs"] is JsonValue value && value.TryGetValue(out string? input) ? input : null;
        return (task.Name, text) switch
        {
            ("automatic-speech-recognition", _) when body.Content is { } sound =>
                (target.OpenAiRoute("audio/transcriptions"), () => Form(sound, parameters)),
            ("text-to-image", { } prompt) => (target.OpenAiRoute("images/generations"),
                    () => Json(Picture(parameters), ("prompt", prompt), ("response_format", "b64_json"))),
            ("text-to-speech", { } speech) =>
                (target.OpenAiRoute("audio/speech"), () => Json(parameters, ("input", speech), ("response_format", "wav"))),
            ("text-classification", { } classified) when info.Kind is ServerEngine.Vllm or ServerEngine.Sglang =>
                (info.Kind == ServerEngine.Sglang ? target.OpenAiRoute("classify") : target.ServerRoute("classify"),
                    () => Json([], ("input", classified))),
            _ => null,
        };
    }

    /// <summary>Reads the answer to a text that was classified: a label, and the probability of each.</summary>
    public static IReadOnlyList<HfInferenceResult>? ReadClasses(JsonElement json)
    {
        JsonElement first = json.ItemsOf("data").FirstOrDefault();
        double[] scores =
        [
            .. first.ItemsOf("probs").Where(score => score.ValueKind == JsonValueKind.Number).Select(score => score.GetDouble()),
        ];
        return first.WordOf("label") is { } label && scores.Length > 0 ? [new HfLabelScore { Label = label, Score = scores.Max() }] : null;
    }

    private HttpContent Json(JsonObject parameters, params (string Name, string Value)[] members)
    {
        JsonObject body = parameters.DeepClone().AsObject();
        if (Model is not null)
        {
            body.TryAdd("model", Model);
        }

        foreach ((string name, string value) in members)
        {
            body.TryAdd(name, value);
        }

        return HfJson.ToContent(body, HfJson.Context.JsonObject);
    }

    // The size is one word there.
    private static JsonObject Picture(JsonObject parameters)
    {
        JsonObject changed = parameters.DeepClone().AsObject();
        if (changed["width"] is { } width && changed["height"] is { } height)
        {
            changed["size"] = string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
            changed.Remove("width");
            changed.Remove("height");
        }

        return changed;
    }

    private MultipartFormDataContent Form(TaskContent sound, JsonObject parameters)
    {
        string type = sound.MediaType ?? MediaTypes.FromBytes(sound.Bytes.Span) ?? MediaTypes.Unknown;
        var file = new ReadOnlyMemoryContent(sound.Bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.TryParse(type, out MediaTypeHeaderValue? parsed) ? parsed : null;
        var form = new MultipartFormDataContent { { file, "\"file\"", $"\"audio{MediaTypes.ExtensionOf(type)}\"" } };
        if (Model is not null && !parameters.ContainsKey("model"))
        {
            form.Add(Field(Model), "\"model\"");
        }

        foreach ((string name, JsonNode? value) in Spoken(parameters))
        {
            foreach (JsonNode? item in value is JsonArray list ? list : [value?.DeepClone()])
            {
                form.Add(Field(item is null ? "" : HfJson.ToText(item)), value is JsonArray ? $"\"{name}[]\"" : $"\"{name}\"");
            }
        }

        return form;
    }

    // Pipelines have another name for the timestamps parameter.
    private static JsonObject Spoken(JsonObject parameters)
    {
        JsonObject changed = parameters.DeepClone().AsObject();
        if (changed.Remove("return_timestamps", out JsonNode? times) && times?.ToString() is not ("false" or null))
        {
            changed.TryAdd("response_format", "verbose_json");
            changed.TryAdd("timestamp_granularities", new JsonArray(times.ToString() == "word" ? "word" : "segment"));
        }

        return changed;
    }

    private static ByteArrayContent Field(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
