namespace HfEndpoints.Emulator;

/// <summary>The text that a request leaves no choice about: by a schema, a list of choices or a grammar.</summary>
internal static partial class AnswerConstraint
{
    private const int MaxDepth = 16;

    /// <summary>The schema of a response_format: OpenAI's json_schema.schema, TGI's value, llama.cpp's schema; null for none.</summary>
    public static JsonNode? Schema(JsonObject? format) => format?["type"]?.ToString() switch
    {
        null or "text" or "regex" => null,
        _ => format["value"]?["schema"] ?? format["value"] ?? format["json_schema"]?["schema"] ?? format["schema"],
    };

    /// <summary>What "json_object" asks for where it needs no schema.</summary>
    public static JsonObject AnyObject() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["answer"] = new JsonObject { ["type"] = "string" } },
        ["required"] = new JsonArray("answer"),
    };

    /// <summary>A text of a grammar in GBNF or EBNF: the first alternative of each rule. Null for a grammar without a first rule.</summary>
    public static string? FromGrammar(string grammar)
    {
        Dictionary<string, string> rules = [];
        foreach (Match rule in RulePattern().Matches(grammar))
        {
            rules.TryAdd(rule.Groups[1].Value, rule.Groups[2].Value);
        }

        return rules.Count == 0 ? null : Expand(rules, rules.ContainsKey("root") ? "root" : rules.Keys.First(), 0);
    }

    private static string Expand(Dictionary<string, string> rules, string name, int depth)
    {
        var text = new StringBuilder();
        foreach (Match part in PartPattern().Matches(rules.GetValueOrDefault(name, "")))
        {
            if (part.Value == "|")
            {
                break;
            }

            text.Append(part.Groups["literal"].Success
                ? part.Groups["literal"].Value.Replace("\\\"", "\"", StringComparison.Ordinal)
                    .Replace("\\n", "\n", StringComparison.Ordinal)
                : part.Groups["set"].Success ? part.Groups["set"].Value[..1]
                : depth < MaxDepth ? Expand(rules, part.Value, depth + 1) : "");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^\s*([A-Za-z][\w-]*)\s*(?:::=|:)\s*(.*(?:\n\s+\|.*)*)", RegexOptions.Multiline)]
    private static partial Regex RulePattern();

    [GeneratedRegex("""\"(?<literal>(?:[^"\\]|\\.)*)\"|\[(?<set>[^\]^][^\]]*)\]|\||[A-Za-z][\w-]*""")]
    private static partial Regex PartPattern();
}

/// <summary>Writes JSON that fits a schema of a request, and refuses a schema that is not valid.</summary>
internal static class SchemaWriter
{
    public static string Write(OpenAiDialect dialect, JsonNode schema, long seed, string prompt)
    {
        try
        {
            return ToyModels.WriteJson(Parse(schema) ?? new JsonObject(), seed, prompt)?.ToJsonString(HttpAnswers.Json) ?? "null";
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw dialect.BadField("schema", FieldProblem.NotObject, schema);
        }
    }

    /// <summary>A schema that stands in a request as it is, or as a text that is JSON.</summary>
    private static JsonNode? Parse(JsonNode schema)
    {
        try
        {
            return schema.GetValueKind() == JsonValueKind.String ? JsonNode.Parse(schema.GetValue<string>()) : schema;
        }
        catch (JsonException)
        {
            throw new FormatException("the schema is not valid JSON");
        }
    }
}
