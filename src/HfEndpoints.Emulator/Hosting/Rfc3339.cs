namespace HfEndpoints.Emulator;

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
