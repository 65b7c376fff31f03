namespace HfEndpoints.Emulator;

/// <summary>The answer to GET /v1/models, which all OpenAI-compatible servers share.</summary>
internal static class ModelList
{
    public static JsonObject For(EngineRequest request) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray(new JsonObject
        {
            ["id"] = request.Spec.Repository,
            ["object"] = "model",
            ["created"] = 0,
            ["owned_by"] = request.Spec.Repository,
        }),
    };
}
