using System.Text.Encodings.Web;

namespace HfEndpoints.Client;

/// <summary>Writes files of endpoints in three equivalent formats.</summary>
public static class EndpointFileWriter
{
    /// <summary>The address of the schema of these files, by which editors complete and check them.</summary>
    public const string SchemaAddress =
        "https://raw.githubusercontent.com/hf-endpoints/HfEndpoints/main/docs/endpoints.schema.json";

    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text of a JSON file.</summary>
    /// <param name="entries">The endpoints.</param>
    /// <returns>The text, with a newline at its end.</returns>
    public static string ToJson(IEnumerable<EndpointEntry> entries)
    {
        var file = new JsonObject { ["$schema"] = SchemaAddress };
        file.Take(ToTable(entries));
        return $"{file.ToJsonString(s_indented).ReplaceLineEndings("\n")}\n";
    }

    /// <summary>The text of a YAML file.</summary>
    /// <param name="entries">The endpoints.</param>
    /// <returns>The text, with a newline at its end.</returns>
    public static string ToYaml(IEnumerable<EndpointEntry> entries) =>
        $"# yaml-language-server: $schema={SchemaAddress}\n{YamlText.From(ToTable(entries))}";

    /// <summary>The text of a PowerShell data file (.psd1), which contains only values and runs no code.</summary>
    /// <param name="entries">The endpoints.</param>
    /// <returns>The text, with a newline at its end.</returns>
    public static string ToDataFile(IEnumerable<EndpointEntry> entries)
    {
        var text = new StringBuilder();
        WriteValue(text, ToTable(entries), "");
        return text.Append('\n').ToString();
    }

    private static JsonObject ToTable(IEnumerable<EndpointEntry> entries) => new()
    {
        ["Endpoints"] = new JsonArray([.. entries.Select(ToTable)]),
    };

    private static JsonObject ToTable(EndpointEntry entry)
    {
        var table = new JsonObject { [nameof(EndpointEntry.Name)] = entry.Name };
        if (entry.Namespace is not null)
        {
            table[nameof(EndpointEntry.Namespace)] = entry.Namespace;
        }

        table.Take(entry.Settings);
        return table;
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, string indent)
    {
        string inner = indent + "    ";
        switch (value)
        {
            case null:
                text.Append("$null");
                break;
            case JsonObject { Count: 0 }:
                text.Append("@{}");
                break;
            case JsonObject table:
                text.Append("@{\n");
                foreach ((string key, JsonNode? member) in table)
                {
                    text.Append(inner).Append(IsBareWord(key) ? key : Quote(key)).Append(" = ");
                    WriteValue(text, member, inner);
                    text.Append('\n');
                }

                text.Append(indent).Append('}');
                break;
            case JsonArray { Count: 0 }:
                text.Append("@()");
                break;
            case JsonArray list:
                text.Append("@(\n");
                foreach (JsonNode? item in list)
                {
                    text.Append(inner);
                    WriteValue(text, item, inner);
                    text.Append('\n');
                }

                text.Append(indent).Append(')');
                break;
            default:
                text.Append(value.GetValueKind() switch
                {
                    JsonValueKind.String => Quote(value.GetValue<string>()),
                    JsonValueKind.True => "$true",
                    JsonValueKind.False => "$false",
                    _ => value.ToJsonString(),
                });
                break;
        }
    }

    private static bool IsBareWord(string key) =>
        char.IsAsciiLetter(key.FirstOrDefault()) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    // PowerShell also accepts curly quotes as the end of a string.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text)
        {
            quoted.Append(c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? $"{c}{c}" : c.ToString());
        }

        return quoted.Append('\'').ToString();
    }
}
