namespace HfEndpoints.Emulator.Models;

/// <summary>Writes a JSON value that fits a simple JSON Schema, with words of the Markov chain in its strings.</summary>
internal sealed class SchemaText(MarkovModel model, JsonNode schema, Random random)
{
    private const int MaxDepth = 8;
    public JsonNode? Write() => Value(schema, 0);

    private JsonNode? Value(JsonNode? node, int depth)
    {
        if (node is not JsonObject rule)
        {
            return Words(1, 4);
        }

        if (rule["$ref"]?.GetValue<string>() is string reference)
        {
            return depth > MaxDepth ? null : Value(Resolve(reference), depth + 1);
        }

        if (rule.ContainsKey("const"))
        {
            return rule["const"]?.DeepClone();
        }

        if (rule["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[random.Next(values.Count)]?.DeepClone();
        }

        if ((rule["anyOf"] ?? rule["oneOf"]) is JsonArray { Count: > 0 } choices)
        {
            return Value(choices[depth > MaxDepth ? choices.Count - 1 : random.Next(choices.Count)], depth + 1);
        }

        return Kind(rule) switch
        {
            "object" => Properties(rule, depth),
            "array" => Items(rule, depth),
            "integer" => Integer(rule),
            "number" => Math.Round(
                Bound(rule, "minimum", 0) + (random.NextDouble() * (Bound(
                    rule, "maximum", Bound(rule, "minimum", 0) + 10) - Bound(rule, "minimum", 0))), 2),
            "boolean" => random.Next(2) == 1,
            "null" => null,
            _ => Text(rule),
        };
    }

    private static string Kind(JsonObject rule) => rule["type"] switch
    {
        JsonArray { Count: > 0 } types => types[0]!.GetValue<string>(),
        JsonValue type => type.GetValue<string>(),
        _ when rule.ContainsKey("properties") => "object",
        _ when rule.ContainsKey("items") => "array",
        _ => "string",
    };

    private JsonObject Properties(JsonObject rule, int depth)
    {
        var result = new JsonObject();
        foreach ((string name, JsonNode? property) in rule["properties"] as JsonObject ?? [])
        {
            bool required = rule["required"] is JsonArray names && names.Any(item => item?.GetValue<string>() == name);
            if (required || depth <= MaxDepth)
            {
                result[name] = Value(property, depth + 1);
            }
        }

        return result;
    }

    private JsonArray Items(JsonObject rule, int depth)
    {
        int minimum = (int)Bound(rule, "minItems", depth > MaxDepth ? 0 : 1);
        int maximum = (int)Bound(rule, "maxItems", Math.Max(minimum, 3));
        return [.. Enumerable.Range(0, random.Next(minimum, Math.Max(minimum, maximum) + 1)).Select(_ => Value(rule["items"], depth + 1))];
    }

    private long Integer(JsonObject rule)
    {
        long minimum = (long)Math.Ceiling(Bound(rule, "minimum", 0));
        return random.NextInt64(minimum, Math.Max(minimum, (long)Bound(rule, "maximum", minimum + 100)) + 1);
    }

    private JsonValue Text(JsonObject rule)
    {
        string text = rule["format"]?.GetValue<string>() switch
        {
            "date" => "2024-05-17",
            "date-time" => "2024-05-17T09:30:00Z",
            "email" => "pilot@example.org",
            "uri" => "https://example.org/harbour",
            "uuid" => new Guid(random.Next(), 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]).ToString(),
            _ => Words(1, 5).GetValue<string>(),
        };
        int minimum = (int)Bound(rule, "minLength", 0);
        int maximum = (int)Bound(rule, "maxLength", int.MaxValue);
        return JsonValue.Create(text.PadRight(minimum, 'a')[..Math.Min(Math.Max(text.Length, minimum), maximum)]);
    }

    private JsonValue Words(int minimum, int maximum)
    {
        var text = new StringBuilder();
        string last = "";
        for (int i = random.Next(minimum, maximum + 1); i > 0; i--)
        {
            string[] next = [.. model.Next("", last).Keys.Where(token => char.IsLetter(token[^1]))];
            last = next.Length == 0 ? " word" : next[random.Next(next.Length)];
            text.Append(last);
        }

        return JsonValue.Create(text.ToString().Trim());
    }

    private JsonNode? Resolve(string reference)
    {
        JsonNode? node = schema;
        foreach (string step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node?[step];
        }

        return node;
    }

    private static double Bound(JsonObject rule, string name, double fallback) => rule[name]?.GetValue<double>() ?? fallback;
}
