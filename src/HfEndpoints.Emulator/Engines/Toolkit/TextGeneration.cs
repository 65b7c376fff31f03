namespace HfEndpoints.Emulator;

/// <summary>Text generation, the one task that can stream. It takes the parameters of text-generation-inference.</summary>
internal static class TextGeneration
{
    private const int DefaultNewTokens = 256;
    public const string Names = "text-generation conversational custom";

    public static async Task<object?> AnswerAsync(EngineRequest request)
    {
        JsonObject body = ToolkitReader.Parse(await request.Context.Request.ReadBodyAsync());
        JsonNode inputs = body["inputs"] ?? throw ToolkitReader.MissingInputs(body);
        JsonObject parameters = Parameters(body["parameters"]);
        bool streams = body["stream"]?.GetValueKind() == JsonValueKind.True;
        if (inputs is JsonArray { Count: > 0 } messages && messages.All(message => message is JsonObject))
        {
            await request.ThinkAsync();
            return WritingTasks.Converse(messages, prompt => Generate(request, prompt, parameters, streams: false, fullText: false).Text);
        }

        string[] prompts = inputs is JsonArray list ? [.. list.Select(ToolkitInput.Text)] : [ToolkitInput.Text(inputs)];
        TgiGeneration[] generations = [.. prompts.Select(prompt => Generate(request, prompt, parameters, streams, fullText: true))];
        request.Count([.. generations.Select(generation => generation.Best)]);
        if (streams)
        {
            await generations[0].StreamAsync(request);
            return null;
        }

        await request.ThinkAsync();
        // One prompt gives a list with one result, several prompts give a list of such lists: what the pipelines do.
        JsonMap[][] results = [.. generations.Select(generation => new[] { generation.ToJson() })];
        return inputs is JsonArray ? results : results[0];
    }

    private static TgiGeneration Generate(EngineRequest request, string prompt, JsonObject parameters, bool streams, bool fullText) =>
        new(request, prompt, parameters, streams, fullTextByDefault: fullText);

    private static JsonObject Parameters(JsonNode? given)
    {
        JsonNode request = new JsonObject { ["inputs"] = "", ["parameters"] = given?.DeepClone() ?? new JsonObject() };
        JsonObject parameters = TgiParameters.Request.Read(request, "")!["parameters"]!.DeepClone().AsObject();
        parameters["max_new_tokens"] ??= DefaultNewTokens;
        return parameters;
    }
}
