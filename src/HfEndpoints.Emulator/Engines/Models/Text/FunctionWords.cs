namespace HfEndpoints.Emulator.Models;

/// <summary>English words that say little by themselves.</summary>
internal static class FunctionWords
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from",
        "had", "has", "have", "he", "her", "his", "how", "i", "i'm", "if", "in", "into", "is", "it", "its", "many", "me", "much", "my", "no", "not", "of", "on",
        "or", "our", "she", "so", "some", "than", "that", "the", "their", "them", "then", "there", "they", "this", "to", "us", "was", "we", "were",
        "what", "what's", "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
    };

    public static bool Contains(string word) => s_words.Contains(word);
}
