namespace HfEndpoints.Emulator.Models;

internal static class Colours
{
    private static readonly Dictionary<string, (byte R, byte G, byte B)> s_values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["black"] = (0, 0, 0),
        ["white"] = (255, 255, 255),
        ["gray"] = (128, 128, 128),
        ["red"] = (220, 30, 30),
        ["orange"] = (255, 140, 0),
        ["yellow"] = (250, 220, 30),
        ["green"] = (30, 160, 60),
        ["cyan"] = (0, 200, 220),
        ["blue"] = (30, 70, 220),
        ["purple"] = (130, 40, 180),
        ["pink"] = (255, 130, 190),
        ["brown"] = (120, 70, 30),
    };

    /// <summary>Other names of a colour, and things that have it.</summary>
    private static readonly (string Colour, string Words)[] s_things =
    [
        ("black", "night"),
        ("white", "snow"),
        ("gray", "grey"),
        ("red", "scarlet"),
        ("orange", "fire sunset"),
        ("yellow", "gold golden sun"),
        ("green", "forest grass tree"),
        ("cyan", "teal turquoise"),
        ("blue", "navy ocean sea sky water"),
        ("purple", "violet"),
        ("pink", "magenta"),
    ];

    private static readonly Dictionary<string, string> s_synonyms = s_things
        .SelectMany(entry => entry.Words.Split(' ').Select(word => (word, entry.Colour)))
        .ToDictionary(pair => pair.word, pair => pair.Colour);

    public static IReadOnlyList<string> Names { get; } = [.. s_values.Keys];
    public static (byte R, byte G, byte B) Value(string name) => s_values[name];
    public static IReadOnlyList<string> In(string text) => [.. WordSplitter.Words(text).Select(Find).OfType<string>().Distinct()];

    /// <summary>The name of a colour, by its hue unless it is nearly without one.</summary>
    public static string Name((byte R, byte G, byte B) colour)
    {
        int high = Math.Max(colour.R, Math.Max(colour.G, colour.B));
        int low = Math.Min(colour.R, Math.Min(colour.G, colour.B));
        int span = high - low;
        if (high < 40 || span < 28 || span * 8 < high)
        {
            return high < 50 ? "black" : low > 205 ? "white" : "gray";
        }

        double hue = high == colour.R
            ? (((double)(colour.G - colour.B) / span) + 6) % 6 * 60
            : high == colour.G ? (((double)(colour.B - colour.R) / span) + 2) * 60 : (((double)(colour.R - colour.G) / span) + 4) * 60;
        return hue switch
        {
            < 15 or >= 345 => low > 150 ? "pink" : "red",
            < 45 => high < 160 ? "brown" : "orange",
            < 68 => "yellow",
            < 165 => "green",
            < 200 => "cyan",
            < 258 => "blue",
            < 300 => "purple",
            _ => "pink",
        };
    }

    private static string? Find(string word)
    {
        string name = s_synonyms.GetValueOrDefault(word, word);
        return s_values.ContainsKey(name) ? name : null;
    }
}
