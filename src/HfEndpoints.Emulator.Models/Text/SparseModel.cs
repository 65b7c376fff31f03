namespace HfEndpoints.Emulator.Models;

/// <summary>Weighs the words of a text, and lower their synonyms, which is what such models are for.</summary>
internal static class SparseModel
{
    private const float SynonymWeight = 0.6f;
    private const float TopicWeight = 0.3f;

    public static IReadOnlyList<TokenWeight> Embed(string text)
    {
        var weights = new SortedDictionary<int, float>();
        foreach (IGrouping<string, string> word in WordSplitter.Words(text).GroupBy(word => word))
        {
            Raise(weights, word.Key, MathF.Log(1 + (2 * word.Count())));
            foreach (TopicLexicon.Entry entry in TopicLexicon.Find(word.Key))
            {
                Raise(weights, entry.Group, SynonymWeight);
                Raise(weights, entry.Topic, TopicWeight);
            }
        }

        return [.. weights.Select(pair => new TokenWeight(pair.Key, pair.Value))];
    }

    private static void Raise(SortedDictionary<int, float> weights, string word, float weight)
    {
        int index = Tokenizer.Id(word);
        weights[index] = MathF.Max(weights.GetValueOrDefault(index), weight);
    }
}
