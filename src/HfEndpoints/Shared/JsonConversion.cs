using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HfEndpoints.Commands;

/// <summary>Turns JSON into PowerShell's objects and PowerShell's objects into JSON.</summary>
internal static class JsonConversion
{
    // As deep as the client reads.
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 512 };

    /// <summary>Makes an object whose properties are the JSON's members, lists arrays, numbers long or double.</summary>
    public static PSObject ToPSObject(JsonElement json)
    {
        var result = new PSObject();
        foreach (JsonProperty member in json.EnumerateObject())
        {
            // Names that differ in nothing but case are one to PowerShell, and none can be empty.
            string name = member.Name.Length == 0 ? " " : member.Name;
            result.Properties.Remove(name);
            result.Properties.Add(new PSNoteProperty(name, ToValue(member.Value)));
        }

        return result;
    }

    /// <summary>Makes what PowerShell has for a JSON text.</summary>
    public static object? ToValue(string json)
    {
        using var document = JsonDocument.Parse(json, s_deep);
        return ToValue(document.RootElement);
    }

    /// <summary>Makes a JSON object of a hashtable or an object; null stays null.</summary>
    public static JsonObject? ToJsonObject(object? value) => value is null ? null : ToNode(value) as JsonObject;

    /// <summary>Makes a JSON value of whatever PowerShell has.</summary>
    public static JsonNode? ToNode(object? value)
    {
        switch (value)
        {
            case PSObject { BaseObject: PSCustomObject } custom:
                var members = new JsonObject();
                foreach (PSPropertyInfo property in custom.Properties)
                {
                    members[property.Name] = ToNode(property.Value);
                }

                return members;
            case PSObject wrapped:
                return ToNode(wrapped.BaseObject);
            case null:
                return null;
            case string text:
                return JsonValue.Create(text);
            case bool flag:
                return JsonValue.Create(flag);
            case SwitchParameter flag:
                return JsonValue.Create(flag.IsPresent);
            case int or long or short or byte or uint or ushort or sbyte:
                return JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case double number:
                return JsonValue.Create(number);
            case float number:
                return JsonValue.Create(number);
            case decimal number:
                return JsonValue.Create(number);
            case SecureString secret:
                return JsonValue.Create(Reveal(secret));
            case IDictionary table:
                var json = new JsonObject();
                foreach (DictionaryEntry entry in table)
                {
                    json[ToText(entry.Key)!] = ToNode(entry.Value);
                }

                return json;
            case IEnumerable list:
                return new JsonArray([.. list.Cast<object?>().Select(ToNode)]);
            default:
                return JsonValue.Create(ToText(value));
        }
    }

    /// <summary>Makes a table of texts of a hashtable: what environment variables are.</summary>
    public static Dictionary<string, string?>? ToTextTable(IDictionary? table) =>
        table?.Cast<DictionaryEntry>().ToDictionary(entry => ToText(entry.Key)!, entry => ToText(entry.Value));

    private static string? ToText(object? value) => value switch
    {
        null => null,
        PSObject wrapped => ToText(wrapped.BaseObject),
        SecureString secret => Reveal(secret),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;

    /// <summary>Makes what PowerShell has for a JSON value.</summary>
    public static object? ToValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ToPSObject(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToValue).ToArray(),
        JsonValueKind.String => json.GetString(),
        // As an object, or the compiler would make the whole number a double too.
        JsonValueKind.Number => json.TryGetInt64(out long whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
