namespace HfEndpoints.Emulator;

/// <summary>The route that Google's Vertex AI calls: several prompts or chats, and a text for each.</summary>
internal static class TgiVertex
{
    private static readonly Shape s_request = new ObjectShape().Required("instances", Shape.List(Shape.Any));

    public static async Task AnswerAsync(EngineRequest request, TgiDialect dialect)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, s_request);
        string[] texts = [.. body["instances"]!.AsArray().Select(instance => Predict(request, dialect, instance))];
        await request.ThinkAsync();
        JsonArray predictions = [.. texts];
        await request.Context.AnswerJsonAsync(new JsonObject { ["predictions"] = predictions });
    }

    private static string Predict(EngineRequest request, TgiDialect dialect, JsonNode? instance)
    {
        if (instance is JsonObject chat && chat["messages"] is not null)
        {
            var asked = new OpenAiChatRequest(new JsonFields(chat, dialect), dialect);
            dialect.CheckChat(request, asked);
            return ChatTurn.Run(request, dialect, asked).Choices[0].Text;
        }

        if (instance is not JsonObject prompt || prompt["inputs"] is not JsonValue inputs || !inputs.TryGetValue(out string? text))
        {
            throw new PlainTextException(
                StatusCodes.Status422UnprocessableEntity,
                "Failed to deserialize the JSON body into the target type: instances: data did not match any variant of untagged enum "
                    + "VertexInstance");
        }

        var generation = new TgiGeneration(
            request, text, new TgiParameters(prompt["parameters"] as JsonObject ?? []), stream: false, fullTextByDefault: false);
        request.Load.Count([generation.Best]);
        return generation.Text(generation.Best);
    }
}
