using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Serving.Engines.Toolkit;

/// <summary>Values as Python's messages write them.</summary>
internal static class PythonText
{
    public static string TypeOf(JsonNode? node) => node switch
    {
        null => "NoneType",
        JsonArray => "list",
        JsonObject => "dict",
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => "str",
            JsonValueKind.Number => node.ToJsonString().AsSpan().IndexOfAny(".eE") < 0 ? "int" : "float",
            _ => "bool",
        },
    };

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(item => $"'{item}'"))}]";
}
