namespace HfEndpoints.Emulator.Models;

/// <summary>Summarizes a text by its own sentences: those whose words are frequent in the text, in the text's order.</summary>
internal static class Summarizer
{
    private const double LeadBonus = 0.15;
    private const double UsualShare = 0.4;

    /// <summary>
    /// Adds sentences until there are as many words as asked for, and at least a share of the text's; cuts at the most words.
    /// </summary>
    public static string Summarize(string text, int minWords, int maxWords)
    {
        IReadOnlyList<TextSpan> sentences = TextSpans.Sentences(text);
        Dictionary<string, int> counts = Telling(text).CountBy(word => word).ToDictionary();
        var chosen = new SortedSet<int>();
        int length = 0;
        int enough = Math.Max(minWords, (int)(TextSpans.Words(text).Count * UsualShare));
        foreach (int index in Enumerable.Range(0, sentences.Count).OrderByDescending(index => Weight(sentences[index].Text, index, counts)))
        {
            int words = TextSpans.Words(sentences[index].Text).Count;
            if (chosen.Count > 0 && (length >= enough || length + words > maxWords))
            {
                continue;
            }

            chosen.Add(index);
            length += words;
        }

        return TextSpans.Limit(string.Join(' ', chosen.Select(index => sentences[index].Text)), maxWords);
    }

    private static double Weight(string sentence, int index, Dictionary<string, int> counts)
    {
        string[] words = [.. Telling(sentence)];
        return words.Length == 0 ? 0 : words.Average(word => (double)counts[word]) + (index == 0 ? LeadBonus : 0);
    }

    private static IEnumerable<string> Telling(string text) =>
        WordSplitter.Words(text).Where(word => !FunctionWords.Contains(word)).Select(WordSplitter.Stem);
}
