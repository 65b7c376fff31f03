using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>Checks answers against the service's OpenAPI document.</summary>
internal static class ApiDocument
{
    private static readonly JsonNode s_document = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "openapi.json")))!;

    public static void AssertFits(string method, string path, JsonNode? answer)
    {
        JsonNode schema = s_document["paths"]![path]![method]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        Assert.Empty(Problems(schema, answer, "$"));
    }

    private static IEnumerable<string> Problems(JsonNode schema, JsonNode? value, string where)
    {
        if (schema["$ref"]?.GetValue<string>() is string reference)
        {
            return Problems(s_document["components"]!["schemas"]![reference.Split('/')[^1]]!, value, where);
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            string[][] results = [.. choices.Select(choice => Problems(choice!, value, where).ToArray())];
            return results.Any(result => result.Length == 0) ? [] : results.SelectMany(result => result);
        }

        IEnumerable<string> inherited = (schema["allOf"] as JsonArray ?? []).SelectMany(part => Problems(part!, value, where));
        return inherited.Concat(Own(schema, value, where));
    }

    private static IEnumerable<string> Own(JsonNode schema, JsonNode? value, string where)
    {
        string[] types = schema["type"] switch
        {
            JsonArray list => [.. list.Select(item => item!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };
        if (types.Length > 0 && !types.Any(type => IsType(type, value)))
        {
            yield return $"{where} is not {string.Join('|', types)}: {value?.ToJsonString() ?? "null"}";
        }

        if (schema["enum"] is JsonArray values && !values.Any(item => JsonNode.DeepEquals(item, value)))
        {
            yield return $"{where} has an unknown value {value?.ToJsonString()}";
        }

        if (schema["format"]?.GetValue<string>() == "date-time" && value is not null && !DateTimeOffset.TryParse(
            value.GetValue<string>(), out _))
        {
            yield return $"{where} is not a time: {value}";
        }

        IEnumerable<string> inner = value switch
        {
            JsonObject map => Members(schema, map, where),
            JsonArray array when schema["items"] is JsonNode items =>
                array.SelectMany((item, index) => Problems(items, item, $"{where}[{index}]")),
            _ => [],
        };
        foreach (string problem in inner)
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Members(JsonNode schema, JsonObject map, string where)
    {
        foreach (string required in (schema["required"] as JsonArray ?? []).Select(item => item!.GetValue<string>()))
        {
            if (!map.ContainsKey(required))
            {
                yield return $"{where} lacks {required}";
            }
        }

        foreach ((string name, JsonNode? member) in map)
        {
            JsonNode? rule = schema["properties"]?[name] ?? schema["additionalProperties"] as JsonObject;
            foreach (string problem in rule is null ? [] : Problems(rule, member, $"{where}.{name}"))
            {
                yield return problem;
            }
        }
    }

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out _),
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        _ => false,
    };
}
