using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>Reads members of answers whose shape differs from server to server: what is not there, or is something else, is null.</summary>
internal static class JsonMembers
{
    /// <summary>A member that is there and not null.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? TextOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? WholeOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : null;

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
