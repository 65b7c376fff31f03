using System.Net;
using System.Security;
using System.Text.Json;

namespace HfEndpoints.Commands;

/// <summary>Converts between JSON and PowerShell objects.</summary>
internal static class JsonConversion
{
    /// <summary>Converts a JSON object to a PSObject. Lists become arrays, numbers become long or double.</summary>
    public static PSObject ToPSObject(JsonElement json)
    {
        var result = new PSObject();
        foreach (JsonProperty member in json.EnumerateObject())
        {
            AddMember(result, member.Name, ToValue(member.Value));
        }

        return result;
    }

    /// <summary>Converts JSON text to a PowerShell value.</summary>
    public static object? ToValue(string json)
    {
        using var document = JsonDocument.Parse(json, JsonLimits.Document);
        return ToValue(document.RootElement);
    }

    /// <summary>Converts the values that the client makes of JSON, so that their members are properties.</summary>
    public static object? ToObjects(object? value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> members:
                var result = new PSObject();
                foreach ((string name, object? member) in members)
                {
                    AddMember(result, name, ToObjects(member));
                }

                return result;
            case object?[] list:
                return Array.ConvertAll(list, ToObjects);
            default:
                return value;
        }
    }

    /// <summary>Converts a hashtable or an object to a JSON object; null stays null.</summary>
    public static JsonObject? ToJsonObject(object? value) => value is null ? null : ToNode(value) as JsonObject;

    /// <summary>Converts a hashtable or an object to what the client passes on; null stays null.</summary>
    public static JsonText? ToJsonText(object? value) => ToJsonObject(value) is { } json ? new JsonText(json) : null;

    /// <summary>Converts any PowerShell value to JSON.</summary>
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

    /// <summary>Converts a hashtable to a table of strings, as for environment variables.</summary>
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

    private static void AddMember(PSObject result, string name, object? value)
    {
        // PowerShell's names are case-insensitive and can't be empty.
        name = name.Length == 0 ? " " : name;
        result.Properties.Remove(name);
        result.Properties.Add(new PSNoteProperty(name, value));
    }

    private static string Reveal(SecureString secret) => new NetworkCredential("", secret).Password;

    /// <summary>Converts a JSON value to a PowerShell value.</summary>
    public static object? ToValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => ToPSObject(json),
        JsonValueKind.Array => json.EnumerateArray().Select(ToValue).ToArray(),
        JsonValueKind.String => json.GetString(),
        // Cast to object, or the compiler would convert the integer to a double too.
        JsonValueKind.Number => json.TryGetInt64(out long whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
