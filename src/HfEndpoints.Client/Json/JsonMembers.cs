using System.Globalization;
using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>Reads members of answers whose shape differs from server to server: what is not there, or is something else, is null.</summary>
internal static class JsonMembers
{
    private const double MaxWhole = 9e18;

    // Some three thousand years.
    private const double MaxSeconds = 1e11;

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

    /// <summary>A whole number that counts something.</summary>
    public static int? CountOf(this JsonElement json, string name) =>
        json.WholeOf(name) is >= int.MinValue and <= int.MaxValue and { } whole ? (int)whole : null;

    /// <summary>A finite number, also where it is written as a text.</summary>
    public static double? NumberOf(this JsonElement json, string name) =>
        double.TryParse(json.WordOf(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number)
            ? number
            : null;

    public static bool? FlagOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>A time: RFC 3339, or seconds since 1970 as older servers write it.</summary>
    public static DateTimeOffset? TimeOf(this JsonElement json, string name)
    {
        if (DateTimeOffset.TryParse(
            json.WordOf(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time))
        {
            return time;
        }

        return json.NumberOf(name) is { } seconds && Math.Abs(seconds) < MaxSeconds
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
    }

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> TextsOf(this JsonElement json, string name) => json.ItemsOf(name)
        .Where(item => item.ValueKind == JsonValueKind.String)
        .Select(item => item.GetString()!);

    /// <summary>
    /// The objects of the list that an answer is for; none if the answer has no such list.
    /// </summary>
    /// <param name="json">The answer.</param>
    /// <param name="name">The list's name.</param>
    /// <param name="what">What is listed, for the message of a failure.</param>
    /// <exception cref="HfException">It is anything else.</exception>
    public static IEnumerable<JsonElement> ListOf(this JsonElement json, string name, string what)
    {
        bool isRead = json.ValueKind == JsonValueKind.Object
            && json.Member(name) is null or { ValueKind: JsonValueKind.Array };
        JsonElement[] items = [.. json.ItemsOf(name)];
        return isRead && items.All(item => item.ValueKind == JsonValueKind.Object)
            ? items
            : throw Unreadable(what);
    }

    /// <summary>What to throw where an answer is JSON and yet not what was asked for.</summary>
    public static HfException Unreadable(string what, Exception? cause = null) => new(
        HfErrorKind.InvalidResponse, $"The service's answer is JSON, but {what} can't be read from it.", cause);

    /// <summary>A value as .NET has it: texts, numbers as long or double, arrays, and dictionaries whose keys' case is free.</summary>
    public static object? ToValue(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.ToDictionary(),
        JsonValueKind.Array => json.EnumerateArray().Select(ToValue).ToArray(),
        JsonValueKind.String => json.GetString(),
        // As an object, or the compiler would make the whole number a double too.
        JsonValueKind.Number => json.TryGetInt64(out long whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The members of an object by their names; none of anything else.</summary>
    public static Dictionary<string, object?> ToDictionary(this JsonElement json)
    {
        var members = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in json.EnumerateObject())
            {
                members[member.Name] = member.Value.ToValue();
            }
        }

        return members;
    }

    /// <summary>The items of a list; none if it is no list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
