namespace HfEndpoints.Emulator;

/// <summary>Reads query parameters as the service's web framework does, with its words for what cannot be read.</summary>
internal static class QueryReader
{
    public static string? ReadText(this IQueryCollection query, string name) =>
        query[name].ToString() is { Length: > 0 } text ? text : null;

    public static bool? ReadFlag(this IQueryCollection query, string name) => query.ReadText(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw Unreadable(name, "provided string was not `true` or `false`"),
    };

    public static int? ReadCount(this IQueryCollection query, string name, int least = 0)
    {
        if (query.ReadText(name) is not string text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least
            ? (int)Math.Min(number, int.MaxValue)
            : throw Unreadable(name, "invalid digit found in string");
    }

    public static string? ReadChoice(this IQueryCollection query, string name, params string[] known) =>
        query.ReadText(name) is not string text || known.Contains(text)
            ? query.ReadText(name)
            : throw Unreadable(name, ShapeException.UnknownVariant(text, known));

    public static DateTimeOffset? ReadTime(this IQueryCollection query, string name)
    {
        if (query.ReadText(name) is not string text)
        {
            return null;
        }

        // A plus sign that a client forgot to escape has become a space.
        return Rfc3339.TryParse(text.Replace(' ', '+'), out DateTimeOffset time)
            ? time
            : throw ServiceException.BadRequest($"invalid {name}: '{text}' is not an RFC 3339 date and time");
    }

    private static PlainTextException Unreadable(string name, string why) => new(400, $"Failed to deserialize query string: {name}: {why}");
}

internal static partial class Rfc3339
{
    /// <summary>Reads a time that says its offset, with any number of digits after the second.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        Match match = Pattern().Match(text);
        return match.Success && DateTimeOffset.TryParse(
            match.Groups[1].Value + match.Groups[2].Value + match.Groups[3].Value.ToUpperInvariant(), CultureInfo.InvariantCulture,
            out time);
    }

    [GeneratedRegex(@"\A(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(\.\d{1,7})?\d*([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
