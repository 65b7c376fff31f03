namespace HfEndpoints.Emulator.Models;

/// <summary>Cuts text into words for models that go by meaning: lower case, without punctuation and with endings taken off.</summary>
internal static partial class WordSplitter
{
    private const int ShortestStem = 3;
    private static readonly string[] s_endings = ["'s", "ing", "ies", "ed", "ly", "es", "s", "y"];

    public static IReadOnlyList<string> Words(string text) =>
        [.. WordPattern().Matches(text.Replace('’', '\'')).Select(match => match.Value.ToLowerInvariant())];

    /// <summary>What words of one family have in common, so that "runs", "running" and "run" are one feature.</summary>
    public static string Stem(string word)
    {
        string? ending = s_endings.FirstOrDefault(end =>
            word.Length - end.Length >= ShortestStem && word.EndsWith(end, StringComparison.Ordinal));
        string stem = ending is null ? word : word[..^ending.Length];
        bool doubled = ending is "ing" or "ed" && stem.Length > ShortestStem && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's');
        stem = doubled ? stem[..^1] : stem;
        return stem.Length > ShortestStem && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*")]
    private static partial Regex WordPattern();
}

/// <summary>English words that carry little meaning of their own.</summary>
internal static class FunctionWords
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
"a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does",
        "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "i'm", "if", "in", "into", "is", "it", "its", "many", "me",
        "much", "my", "no", "not", "of", "on", "or", "our", "she", "so", "some", "than", "that", "the", "their", "them", "then", "there",
        "they", "this", "to", "us", "was", "we", "were", "what", "what's", "when", "where", "which", "who", "whom", "whose", "why",
        "will", "with", "would", "you", "your",
    };

    public static bool Contains(string word) => s_words.Contains(word);
}

/// <summary>Cuts text into words with the blank before them, so that the tokens put together are the text again.</summary>
internal static partial class Tokenizer
{
    public static IReadOnlyList<string> Split(string text) => [.. TokenPattern().Matches(text).Select(match => match.Value)];

    public static IEnumerable<(string Token, int Start, int End)> Locate(string text) =>
        TokenPattern().Matches(text).Select(match => (match.Value, match.Index, match.Index + match.Length));

    [GeneratedRegex(@" ?[\p{L}\p{N}_'’]+| ?[^\s\p{L}\p{N}_'’]|\s")]
    private static partial Regex TokenPattern();
}

/// <summary>
/// The numbers of tokens. A token's number follows from its hash; one that another token has already taken goes to the next free
/// one, so that a number always leads back to the token it was given for.
/// </summary>
internal static class Vocabulary
{
    private const int Size = 50_000;
    private const int FirstId = 1000;
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<int, string> s_tokens = [];

    public static int Id(string token)
    {
        int start = (int)(StableHash.Compute(0, token) % (Size - FirstId));
        lock (s_lock)
        {
            for (int step = 0; s_tokens.Count < Size - FirstId; step++)
            {
                int id = FirstId + ((start + step) % (Size - FirstId));
                if (s_tokens.TryAdd(id, token) || s_tokens[id] == token)
                {
                    return id;
                }
            }
        }

        return FirstId + start;
    }

    /// <summary>The token with a number; one that was never given is a made-up word, as a real model knows every number.</summary>
    public static string Text(int id)
    {
        lock (s_lock)
        {
            return s_tokens.GetValueOrDefault(id) ?? $" t{id}";
        }
    }
}
