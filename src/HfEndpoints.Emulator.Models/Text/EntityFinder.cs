namespace HfEndpoints.Emulator.Models;

/// <summary>Finds names in a text: by a list of places, first names and organizations, and by capital letters inside sentences.</summary>
internal static class EntityFinder
{
    private const double Known = 0.998;
    private const double Told = 0.95;
    private const double Guessed = 0.72;

    private static readonly HashSet<string> s_introductions =
        new(StringComparer.OrdinalIgnoreCase) { "mr", "mrs", "ms", "dr", "professor", "i'm", "named", "called", "said" };
    private static readonly HashSet<string> s_locators = new(StringComparer.OrdinalIgnoreCase) { "in", "at", "from", "near", "to" };
    private static readonly HashSet<string> s_firms =
        new(StringComparer.OrdinalIgnoreCase) { "Inc", "Ltd", "Corp", "GmbH", "University", "Bank", "Institute", "Company", "Foundation" };

    private static readonly Dictionary<string, string> s_names = Read();

    public static IReadOnlyList<Entity> Find(string text)
    {
        IReadOnlyList<TextSpan> words = TextSpans.Words(text);
        HashSet<int> starts = [.. TextSpans.Sentences(text).Select(sentence => sentence.Start)];
        var result = new List<Entity>(words.Count);
        for (int i = 0; i < words.Count; i++)
        {
            (string kind, double score) = Classify(words, i, starts.Contains(words[i].Start), result);
            result.Add(new Entity(words[i], i + 1, kind, score));
        }

        return result;
    }

    private static (string Kind, double Score) Classify(IReadOnlyList<TextSpan> words, int index, bool startsSentence, List<Entity> before)
    {
        string word = words[index].Text;
        if (!char.IsUpper(word[0]) || FunctionWords.Contains(word))
        {
            return (Entity.None, Known);
        }

        if (s_names.TryGetValue(word, out string? kind))
        {
            return (kind, Known);
        }

        bool continues = index > 0 && words[index].Start == words[index - 1].End + 1;
        string last = index > 0 ? words[index - 1].Text : "";
        Entity? name = continues && before[^1].Kind != Entity.None ? before[^1] : null;
        string next = index + 1 < words.Count && words[index + 1].Start == words[index].End + 1 ? words[index + 1].Text : "";
        return (name, startsSentence) switch
        {
            _ when s_firms.Contains(word) || s_firms.Contains(next) => ("ORG", Told),
            (not null, _) => (name.Kind, Told),
            _ when s_introductions.Contains(last) || IsNamed(words, index) => ("PER", Told),
            _ when s_locators.Contains(last) => ("LOC", Told),
            (null, true) => (Entity.None, Guessed),
            _ when word.Length > 1 && word.All(char.IsUpper) => ("ORG", Guessed),
            _ => ("MISC", Guessed),
        };
    }

    /// <summary>Whether the words before say "name is".</summary>
    private static bool IsNamed(IReadOnlyList<TextSpan> words, int index) =>
        index > 1 && words[index - 1].Text == "is" && words[index - 2].Text.Equals("name", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Read()
    {
        var names = new Dictionary<string, string>();
        foreach ((string kind, string words) in ModelResource.ReadLines("names.txt"))
        {
            foreach (string word in words.Split(' '))
            {
                names[word] = kind;
            }
        }

        return names;
    }
}

/// <summary>
/// A word of a text and the kind of name it is part of: PER, LOC, ORG, MISC, or O for none. The index counts the words from 1, as a
/// tokenizer does after its start token.
/// </summary>
internal sealed record Entity(TextSpan Word, int Index, string Kind, double Score)
{
    public const string None = "O";
}
