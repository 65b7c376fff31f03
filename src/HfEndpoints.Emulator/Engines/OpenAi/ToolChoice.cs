using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Engines;

/// <summary>Whether a tool is to be called: "auto", "none", "required", or a function's name.</summary>
internal sealed record ToolChoice(string Kind, string? Name = null)
{
    public const string Auto = "auto";
    public const string None = "none";
    public const string Required = "required";
    public const string Named = "named";

    public static ToolChoice Read(JsonNode? node, bool hasTools) => node switch
    {
        null => new ToolChoice(hasTools ? Auto : None),
        JsonObject named => new ToolChoice(Named, (named["function"]?["name"] ?? named["name"])?.ToString()),
        JsonValue value when value.ToString() is Auto or None or Required => new ToolChoice(value.ToString()),
        _ => new ToolChoice(Named, node.ToString()),
    };
}
