using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>The text a grammar leaves no choice about.</summary>
internal static class TgiGrammar
{
    public static string? Write(JsonObject? grammar, IToyModels models, long seed, string prompt)
    {
        JsonNode? schema = grammar?["type"]?.GetValue<string>() switch
        {
            "json" => grammar["value"],
            "json_schema" => grammar["value"]!["schema"],
            _ => null,
        };
        return schema is null ? null : models.WriteJson(schema, seed, prompt)?.ToJsonString(HttpAnswers.Json) ?? "null";
    }
}
