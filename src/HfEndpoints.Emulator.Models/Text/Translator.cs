namespace HfEndpoints.Emulator.Models;

/// <summary>Translates word by word between English, French and German by a small dictionary. Unknown words stay as they are.</summary>
internal static partial class Translator
{
    private static readonly (string Language, string Names)[] s_names =
    [
        ("en", "en english en_xx eng_latn"),
        ("fr", "fr french fr_xx fra_latn"),
        ("de", "de german de_de deu_latn"),
    ];

    private static readonly Dictionary<string, string> s_languages = s_names
        .SelectMany(entry => entry.Names.Split(' ').Select(name => (name, entry.Language)))
        .ToDictionary(pair => pair.name, pair => pair.Language, StringComparer.OrdinalIgnoreCase);

    private static readonly string[][] s_entries =
    [
        .. ModelResource.ReadLines("dictionary.txt")
            .Select(line => (string[])[line.Name, .. line.Words.Split('|', StringSplitOptions.TrimEntries)]),
    ];
    private static readonly string[] s_columns = ["en", "fr", "de"];
    public static IReadOnlyCollection<string> Languages => s_languages.Keys;

    public static string? Language(string name) =>
        s_languages.GetValueOrDefault(name.Replace('-', '_')) ?? s_languages.GetValueOrDefault(name.Split('_')[0]);

    public static string Translate(string text, string from, string to)
    {
        int source = Array.IndexOf(s_columns, from);
        int target = Array.IndexOf(s_columns, to);
        var words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string[] entry in s_entries)
        {
            words.TryAdd(entry[source], entry[target]);
        }

        return WordPattern()
            .Replace(text, match => words.TryGetValue(match.Value, out string? found) ? LikeCase(found, match) : match.Value);
    }

    /// <summary>How many of a text's words each language has, as shares of 1.</summary>
    public static IReadOnlyList<LabelScore> Guess(string text)
    {
        string[] words = [.. WordPattern().Matches(text).Select(match => match.Value.ToLowerInvariant())];
        double[] hits = [.. s_columns.Select((_, column) => 0.1 + words.Count(word =>
            s_entries.Any(entry => entry[column].Equals(word, StringComparison.OrdinalIgnoreCase))))];
        return
        [
            .. s_columns.Select((language, column) => new LabelScore(language, hits[column] / hits.Sum()))
                .OrderByDescending(entry => entry.Score),
        ];
    }

    /// <summary>A word with a capital where the other has one, except for the English "I" inside a sentence.</summary>
    private static string LikeCase(string word, Match model) =>
        char.IsUpper(model.Value[0]) && (model.Value != "I" || model.Index == 0) ? char.ToUpperInvariant(word[0]) + word[1..] : word;

    [GeneratedRegex(@"[\p{L}]+(?:['’][\p{L}]+)?")]
    private static partial Regex WordPattern();
}
