namespace HfEndpoints.Client;

/// <summary>Reads members of answers that differ between servers. A member that is missing or of another type is null.</summary>
internal static partial class JsonMembers
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

    /// <summary>A text, or a number as text, because some servers write ids as numbers.</summary>
    public static string? WordOf(this JsonElement json, string name) => json.Member(name)?.Word();

    /// <summary>An integer, also if it is written as a text or with a fraction, which is dropped.</summary>
    public static long? WholeOf(this JsonElement json, string name) => json.Member(name)?.Whole();

    /// <summary>A number that is not negative.</summary>
    public static int? CountOf(this JsonElement json, string name) => json.Member(name)?.Count();

    /// <summary>A finite number, also if it is written as a text.</summary>
    public static double? NumberOf(this JsonElement json, string name) => json.Member(name)?.Number();

    public static bool? FlagOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>A time: RFC 3339, or seconds since 1970 as older servers write it.</summary>
    public static DateTimeOffset? TimeOf(this JsonElement json, string name) => json.Member(name)?.Time();

    /// <summary>The value of <see cref="CountOf"/>.</summary>
    public static int? Count(this JsonElement value) =>
        value.Whole() is >= int.MinValue and <= int.MaxValue and { } whole ? (int)whole : null;

    /// <summary>The value of <see cref="TimeOf"/>.</summary>
    public static DateTimeOffset? Time(this JsonElement value)
    {
        // The usual form, and quickest. Without an offset it would be taken for local time, and not be zero but by chance.
        if (value.ValueKind == JsonValueKind.String
            && value.TryGetDateTimeOffset(out DateTimeOffset usual) && usual.Offset == TimeSpan.Zero)
        {
            return usual;
        }

        // Digits beyond those of .NET are cut: rounded up, the time of a line would be later than the line.
        if (DateTimeOffset.TryParse(
            value.Word() is { } text ? MoreDigits().Replace(text, "") : null,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time))
        {
            return time;
        }

        return value.Number() is { } seconds && Math.Abs(seconds) < MaxSeconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
    }

    private static string? Word(this JsonElement value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static long? Whole(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long usual) ? usual
        : double.TryParse(value.Word(), NumberStyles.Float, CultureInfo.InvariantCulture, out double other) && Math.Abs(other) < MaxWhole
            ? long.TryParse(value.Word(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long whole) ? whole : (long)other
        : null;

    private static double? Number(this JsonElement value) =>
        (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number))
        || double.TryParse(value.Word(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            ? double.IsFinite(number) ? number : null
            : null;

    /// <summary>The texts of a list.</summary>
    public static string[] TextsOf(this JsonElement json, string name)
    {
        if (json.Member(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return [];
        }

        var texts = new List<string>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(item.GetString()!);
            }
        }

        return [.. texts];
    }

    /// <summary>The objects of the answer's list; empty if the answer has no such list.</summary>
    /// <exception cref="HfException">It is not a list of objects.</exception>
    public static IEnumerable<JsonElement> ListOf(this JsonElement json, string name, string what)
    {
        bool isRead = json.ValueKind == JsonValueKind.Object && json.Member(name) is null or { ValueKind: JsonValueKind.Array };
        JsonElement[] items = [.. json.ItemsOf(name)];
        return isRead && items.All(item => item.ValueKind == JsonValueKind.Object) ? items : throw Unreadable(what);
    }

    /// <summary>The exception for an answer that is JSON but not as expected.</summary>
    public static HfException Unreadable(string what, Exception? cause = null) => new(
        HfErrorKind.InvalidResponse, $"The service's answer is JSON, but {what} can't be read from it.", cause);

    /// <summary>A value as .NET types: strings, long or double, arrays, and dictionaries with case-insensitive keys.</summary>
    public static object? ToValue(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.ToDictionary(),
        JsonValueKind.Array => json.EnumerateArray().Select(ToValue).ToArray(),
        JsonValueKind.String => json.GetString(),
        // Cast to object, or the compiler would convert the integer to a double too.
        JsonValueKind.Number => json.TryGetInt64(out long whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The members of an object by name; empty for anything else.</summary>
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

    /// <summary>The items of a list; empty if it is not a list.</summary>
    public static IEnumerable<JsonElement> ItemsOf(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    [GeneratedRegex(@"(?<=\.\d{7})\d+")]
    private static partial Regex MoreDigits();
}
