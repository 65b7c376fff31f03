namespace HfEndpoints.Emulator.Models;

/// <summary>Which words are near in meaning: groups of synonyms, and the topics that the groups belong to.</summary>
internal static class TopicLexicon
{
    private static readonly Dictionary<string, List<Entry>> s_entries = Read();

    /// <summary>The topics, in the order of the lexicon.</summary>
    public static IReadOnlyList<string> Topics { get; } =
    [
        .. s_entries.Values.SelectMany(list => list).Select(entry => entry.Topic).Distinct(),
    ];

    /// <summary>The places of a word in the lexicon; none for most words.</summary>
    public static IReadOnlyList<Entry> Find(string word) => s_entries.GetValueOrDefault(WordSplitter.Stem(word)) ?? [];

    private static Dictionary<string, List<Entry>> Read()
    {
        var entries = new Dictionary<string, List<Entry>>();
        foreach ((string topic, string words) in ModelResource.ReadLines("topics.txt"))
        {
            Add(entries, topic, new Entry(topic, topic));
            foreach (string group in words.Split('|', StringSplitOptions.TrimEntries))
            {
                string[] synonyms = group.Split(' ');
                foreach (string synonym in synonyms)
                {
                    Add(entries, synonym, new Entry(topic, synonyms[0]));
                }
            }
        }

        return entries;
    }

    private static void Add(Dictionary<string, List<Entry>> entries, string word, Entry entry)
    {
        string stem = WordSplitter.Stem(word);
        if (!entries.TryGetValue(stem, out List<Entry>? list))
        {
            entries[stem] = list = [];
        }

        if (!list.Contains(entry))
        {
            list.Add(entry);
        }
    }

    /// <summary>A word's topic, and the first word of its group of synonyms.</summary>
    public sealed record Entry(string Topic, string Group);
}

/// <summary>Reads the word lists that the small models are made of: lines of a name, a colon and words.</summary>
internal static class ModelResource
{
    public static string ReadText(string resource)
    {
        using Stream stream = typeof(ModelResource).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static IEnumerable<(string Name, string Words)> ReadLines(string resource) => ReadText(resource).Split('\n')
        .Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1].Trim()));
}
