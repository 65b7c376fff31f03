using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>A function that the model may call.</summary>
internal sealed record ChatTool(string Name, string Description, JsonNode Parameters)
{
    public static ChatTool? Read(JsonObject tool) => tool["function"] is JsonObject function && function["name"] is JsonNode name
        ? new ChatTool(name.ToString(), function["description"]?.ToString() ?? "", function["parameters"] ?? function["arguments"] ?? new JsonObject { ["type"] = "object" })
        : null;
}
