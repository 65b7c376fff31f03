namespace HfEndpoints.Emulator;

/// <summary>Text generation, the one task that can stream. It takes the parameters of text-generation-inference.</summary>
internal static class TextGeneration
{
    private const int DefaultNewTokens = 256;
    public const string Names = "text-generation conversational custom";

    public static async Task AnswerAsync(EngineRequest request)
    {
        JsonObject body = ToolkitReader.Parse(await request.Context.Request.ReadBodyAsync());
        JsonNode inputs = body["inputs"] ?? throw ToolkitReader.MissingInputs(body);
        JsonObject parameters = Parameters(body["parameters"]);
        bool streams = body["stream"] is JsonValue stream && stream.GetValueKind() == JsonValueKind.True;
        if (inputs is JsonArray { Count: > 0 } messages && messages.All(message => message is JsonObject))
        {
            await request.ThinkAsync();
            await request.Context.AnswerJsonAsync(Converse(request, messages, parameters));
            return;
        }

        string[] prompts = inputs is JsonArray list ? [.. list.Select(ToolkitInput.Text)] : [ToolkitInput.Text(inputs)];
        TgiGeneration[] generations = [.. prompts.Select(prompt => Generate(request, prompt, parameters, streams, fullText: true))];
        if (streams)
        {
            await StreamAsync(request, generations[0]);
            return;
        }

        await request.ThinkAsync();
        // One prompt gives a list with one result, several prompts give a list of such lists: what the pipelines do.
        JsonNode[] results = [.. generations.Select(generation => new JsonArray(generation.ToJson()))];
        await request.Context.AnswerJsonAsync(inputs is JsonArray ? new JsonArray(results) : results[0]);
    }

    private static async Task StreamAsync(EngineRequest request, TgiGeneration generation)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context);
        foreach (JsonObject frame in generation.ToFrames())
        {
            await request.ThinkAsync(generation.Best.Tokens.Count);
            await events.SendAsync(frame);
        }
    }

    /// <summary>Adds the assistant's message to a conversation.</summary>
    private static JsonArray Converse(EngineRequest request, JsonArray messages, JsonObject parameters)
    {
        string prompt = string.Join('\n', messages.Select(message => ToolkitInput.Text(message!["content"])));
        string text = Generate(request, prompt, parameters, streams: false, fullText: false).ToJson()["generated_text"]!.GetValue<string>();
        JsonArray conversation = messages.DeepClone().AsArray();
        conversation.Add(new JsonObject { ["role"] = "assistant", ["content"] = text.TrimStart() });
        return new JsonArray(new JsonObject { ["generated_text"] = conversation });
    }

    private static TgiGeneration Generate(EngineRequest request, string prompt, JsonObject parameters, bool streams, bool fullText) =>
        new(request, prompt, new TgiParameters(parameters), streams, fullTextByDefault: fullText);

    private static JsonObject Parameters(JsonNode? given)
    {
        JsonNode request = new JsonObject { ["inputs"] = "", ["parameters"] = given?.DeepClone() ?? new JsonObject() };
        JsonObject parameters = TgiParameters.Request.Read(request, "")!["parameters"]!.DeepClone().AsObject();
        parameters["max_new_tokens"] ??= DefaultNewTokens;
        return parameters;
    }
}
