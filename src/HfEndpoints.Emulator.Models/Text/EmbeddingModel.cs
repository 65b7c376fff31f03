namespace HfEndpoints.Emulator.Models;

/// <summary>
/// Turns text into a vector. Words, their synonyms and topics and their letter groups are features; each feature is a direction
/// drawn from its hash, and a text is the sum of its features. So texts about the same are near each other, and the vector of a
/// text is the same in every process.
/// </summary>
internal static class EmbeddingModel
{
    public const int Dimensions = 384;
    private const int Spread = 24;
    private const int ShortestGram = 3;
    private const int LongestGram = 4;
    private const float WordWeight = 1;
    private const float SynonymWeight = 1.1f;
    private const float TopicWeight = 0.8f;
    private const float GramsWeight = 0.5f;
    private const float PairWeight = 0.2f;
    private const float FillerFactor = 0.15f;
    private const float CommonWeight = 0.35f;

    private static readonly HashSet<string> s_fillers =
    [
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "did", "do", "does", "for", "from", "had", "has", "have", "he",
        "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "my", "of", "on", "or", "our", "she", "so", "such", "that", "the",
        "their", "them", "there", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will",
        "with", "you", "your",
    ];

    public static float[] Embed(string text, bool normalize = true)
    {
        float[] vector = new float[Dimensions];
        // What all texts have in common, as in real models, whose vectors of unrelated texts are not at right angles either.
        AddFeature(vector, "common", CommonWeight);
        IReadOnlyList<string> words = WordSplitter.Words(text);
        for (int i = 0; i < words.Count; i++)
        {
            AddWord(vector, words[i]);
            if (i > 0)
            {
                AddFeature(vector, $"pair:{words[i - 1]} {words[i]}", PairWeight);
            }
        }

        if (words.Count == 0)
        {
            AddFeature(vector, "text:" + text, WordWeight);
        }

        return normalize ? Normalize(vector) : vector;
    }

    /// <summary>The cosine of the angle between two vectors: 1 for the same direction, about 0 for unrelated ones.</summary>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        (double dot, double lengthA, double lengthB) = (0, 0, 0);
        for (int i = 0; i < a.Length; i++)
        {
            dot += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }

        return lengthA > 0 && lengthB > 0 ? dot / Math.Sqrt(lengthA * lengthB) : 0;
    }

    public static double Similarity(string a, string b) => Cosine(Embed(a), Embed(b));

    public static float[] Normalize(float[] vector)
    {
        double sum = vector.Sum(value => (double)(value * value));
        float length = sum > 0 ? (float)Math.Sqrt(sum) : 1;
        return [.. vector.Select(value => value / length)];
    }

    private static void AddWord(float[] vector, string word)
    {
        float factor = s_fillers.Contains(word) ? FillerFactor : 1;
        AddFeature(vector, "word:" + WordSplitter.Stem(word), WordWeight * factor);
        if (factor < 1)
        {
            return;
        }

        IReadOnlyList<TopicLexicon.Entry> entries = TopicLexicon.Find(word);
        foreach (TopicLexicon.Entry entry in entries)
        {
            AddFeature(vector, $"group:{entry.Topic}/{entry.Group}", SynonymWeight / entries.Count);
            AddFeature(vector, "topic:" + entry.Topic, TopicWeight / entries.Count);
        }

        string[] grams = [.. Grams(word)];
        foreach (string gram in grams)
        {
            AddFeature(vector, "gram:" + gram, GramsWeight / MathF.Sqrt(grams.Length));
        }
    }

    private static IEnumerable<string> Grams(string word)
    {
        string marked = $"<{word}>";
        for (int length = ShortestGram; length <= LongestGram; length++)
        {
            for (int start = 0; start + length <= marked.Length; start++)
            {
                yield return marked.Substring(start, length);
            }
        }
    }

    /// <summary>Adds a feature's direction: a few places, each with a sign, that its hash decides.</summary>
    private static void AddFeature(float[] vector, string feature, float weight)
    {
        ulong state = StableHash.Compute(0, feature);
        float step = weight / MathF.Sqrt(Spread);
        for (int i = 0; i < Spread; i++)
        {
            // SplitMix64, one step a place.
            state += 0x9E3779B97F4A7C15UL;
            ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            mixed ^= mixed >> 31;
            vector[(int)(mixed % Dimensions)] += (mixed >> 63) == 0 ? step : -step;
        }
    }
}

/// <summary>Says how well a text answers a query, as a cross-encoder does, by how near they are in meaning.</summary>
internal static class RerankModel
{
    private const double Middle = 0.35;
    private const double Steepness = 14;

    /// <summary>The model's output before a sigmoid: above 0 for what fits.</summary>
    public static double Logit(string query, string text) => (EmbeddingModel.Similarity(query, text) - Middle) * Steepness;
    public static double Score(string query, string text) => 1 / (1 + Math.Exp(-Logit(query, text)));
}

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
        int index = Vocabulary.Id(word);
        weights[index] = MathF.Max(weights.GetValueOrDefault(index), weight);
    }
}

/// <summary>A hash that is the same in every process, which that of a string is not.</summary>
internal static class StableHash
{
    /// <summary>The hash of words, in their order; FNV-1a with a final mix.</summary>
    public static ulong Compute(long seed, params ReadOnlySpan<string> words)
    {
        ulong hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (string word in words)
        {
            foreach (byte value in Encoding.UTF8.GetBytes(word))
            {
                hash = (hash ^ value) * 1099511628211UL;
            }

            hash = (hash ^ 0xFF) * 1099511628211UL;
        }

        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCDUL;
        return hash ^ (hash >> 33);
    }
}

internal sealed record TokenWeight(int Token, float Weight);
