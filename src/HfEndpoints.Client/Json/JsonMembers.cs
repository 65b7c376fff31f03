using System.Globalization;
using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>Reads members of answers whose shape differs from server to server: what is not there, or is something else, is null.</summary>
internal static class JsonMembers
{
    private const double MaxWhole = 9e18;

    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? TextOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A text, or what some servers write as a number, such as an id.</summary>
    public static string? WordOf(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A whole number, also where it is written as a text or with a fraction, which is cut off.</summary>
    public static long? WholeOf(this JsonElement json, string name) =>
        double.TryParse(json.WordOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && Math.Abs(number) < MaxWhole
            ? long.TryParse(json.WordOf(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long whole) ? whole : (long)number
            : null;

    /// <summary>A finite number, also where it is written as a text.</summary>
    public static double? NumberOf(this JsonElement json, string name) =>
        double.TryParse(json.WordOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
