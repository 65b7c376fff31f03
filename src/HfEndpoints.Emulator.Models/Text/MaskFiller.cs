namespace HfEndpoints.Emulator.Models;

/// <summary>
/// Says which words fit a gap, by the Markov chain: those that may follow what is before, more if what is after may follow them.
/// </summary>
internal static class MaskFiller
{
    private const double FollowerBonus = 3;
    private const double UnknownWeight = 0.001;

    /// <param name="model">The chain.</param>
    /// <param name="before">The text up to the gap.</param>
    /// <param name="after">The text from the gap on.</param>
    /// <param name="targets">The only words to consider, or null for all.</param>
    /// <returns>Words with probabilities, the best first.</returns>
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
