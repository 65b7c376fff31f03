namespace HfEndpoints.Emulator.Models;

/// <summary>
/// A word-level Markov chain: it knows which token may follow the last two. Small, quick and without any file to download, it
/// writes text that differs from prompt to prompt, which is all that clients can tell from a large model's.
/// </summary>
internal sealed class MarkovModel
{
    public const string EndOfText = "</s>";
    private const double PairWeight = 1;
    private const double SingleWeight = 0.08;
    private const double EndWeight = 0.35;
    private readonly Dictionary<(string, string), Dictionary<string, double>> _pairs = [];
    private readonly Dictionary<string, Dictionary<string, double>> _singles = [];
    private readonly Dictionary<string, double> _starts = [];

    private MarkovModel()
    {
    }

    public static MarkovModel Default { get; } = Train(ModelResource.ReadText("corpus.txt"));

    public static MarkovModel Train(string corpus)
    {
        var model = new MarkovModel();
        foreach (string paragraph in corpus.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] tokens = ["", "", .. Tokenizer.Split(" " + paragraph), "\n"];
            for (int i = 2; i < tokens.Length; i++)
            {
                Count(model._pairs, (tokens[i - 2], tokens[i - 1]), tokens[i]);
                Count(model._singles, tokens[i - 1], tokens[i]);
                if (tokens[i - 1] is "" or ".")
                {
                    model._starts[tokens[i]] = model._starts.GetValueOrDefault(tokens[i]) + 1;
                }
            }
        }

        model._starts.Remove("\n");
        return model;
    }

    /// <summary>The tokens that may follow, with their weights. Never empty.</summary>
    public Dictionary<string, double> Next(string beforeLast, string last)
    {
        var weights = new Dictionary<string, double>();
        Add(weights, _pairs.GetValueOrDefault((beforeLast, last)), PairWeight);
        Add(weights, _singles.GetValueOrDefault(last), SingleWeight);
        if (weights.Count == 0 || last == "\n")
        {
            Add(weights, _starts, PairWeight);
        }

        if (last == ".")
        {
            Add(weights, _starts, SingleWeight / 4);
            weights[EndOfText] = EndWeight;
        }

        return weights;
    }

    private static void Count<TKey>(Dictionary<TKey, Dictionary<string, double>> counts, TKey context, string token)
        where TKey : notnull
    {
        if (!counts.TryGetValue(context, out Dictionary<string, double>? next))
        {
            counts[context] = next = [];
        }

        next[token] = next.GetValueOrDefault(token) + 1;
    }

    private static void Add(Dictionary<string, double> weights, Dictionary<string, double>? counts, double factor)
    {
        foreach ((string token, double count) in counts ?? [])
        {
            weights[token] = weights.GetValueOrDefault(token) + (count * factor);
        }
    }
}

/// <summary>
/// Says which words fit a gap, by the Markov chain: those that may follow what is before, more if what is after may follow them.
/// </summary>
internal static class MaskFiller
{
    private const double FollowerBonus = 3;
    private const double UnknownWeight = 0.001;

    public static IReadOnlyList<LabelScore> Fill(MarkovModel model, string before, string after, IReadOnlyList<string>? targets)
    {
        IReadOnlyList<string> left = Tokenizer.Split(" " + before.TrimEnd());
        string? follower = Tokenizer.Split(after) is [string first, ..] ? first : null;
        Dictionary<string, double> weights = Weights(model, left.Count > 1 ? left[^2] : "", left.Count > 0 ? left[^1] : "");
        IEnumerable<string> words = targets ?? [.. weights.Keys];
        var scored = words.Select(word =>
                (Word: word, Weight: weights.GetValueOrDefault(word, UnknownWeight) * (Follows(model, word, follower) ? FollowerBonus : 1)))
            .ToList();
        double sum = targets is null ? scored.Sum(entry => entry.Weight) : weights.Values.Sum() + scored.Sum(entry => entry.Weight);
        return [.. scored.Select(entry => new LabelScore(entry.Word, entry.Weight / sum)).OrderByDescending(entry => entry.Score).ThenBy(
            entry => entry.Label, StringComparer.Ordinal)];
    }

    private static Dictionary<string, double> Weights(MarkovModel model, string beforeLast, string last)
    {
        Dictionary<string, double> weights = Words(model.Next(beforeLast, last));
        foreach ((string word, double weight) in Words(model.Next("", "\n")))
        {
            // Words that begin a sentence fit anywhere a little, so that there are always some.
            weights.TryAdd(word.ToLowerInvariant(), weight * UnknownWeight);
        }

        return weights;
    }

    private static Dictionary<string, double> Words(Dictionary<string, double> tokens) => tokens
        .Where(pair => pair.Key.Trim().Length > 0 && pair.Key.Trim().All(char.IsLetter))
        .GroupBy(pair => pair.Key.Trim())
        .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));

    private static bool Follows(MarkovModel model, string word, string? follower) =>
        follower is not null && model.Next("", " " + word).ContainsKey(follower);
}
