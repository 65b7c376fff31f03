namespace HfEndpoints.Emulator.Models;

/// <summary>Turns the weights of the next tokens into probabilities, as the sampling settings of language models ask for.</summary>
internal static class TokenSampler
{
    public static List<(string Token, double Probability)> Distribution(
        Dictionary<string, double> weights, GenerationOptions options, Dictionary<string, int> used, HashSet<string> promptWords,
        double promptBoost)
    {
        List<(string Token, double Probability)> candidates =
        [
            .. weights
                .Select(pair => (pair.Key, Weight(pair.Key, pair.Value, options, used, promptWords.Contains(pair.Key) ? promptBoost : 1)))
                .OrderByDescending(candidate => candidate.Item2)
                .ThenBy(candidate => candidate.Key, StringComparer.Ordinal),
        ];
        Normalize(candidates);
        if (!options.Sample)
        {
            return candidates;
        }

        if (options.TopK is int top && top < candidates.Count)
        {
            candidates.RemoveRange(top, candidates.Count - top);
        }

        if (options.TopP is double nucleus)
        {
            KeepMass(candidates, nucleus);
        }

        if (options.TypicalP is double typical)
        {
            double entropy = -candidates.Sum(candidate => candidate.Probability * Math.Log(candidate.Probability));
            candidates.Sort((a, b) => Surprise(a, entropy).CompareTo(Surprise(b, entropy)));
            KeepMass(candidates, typical);
        }

        Normalize(candidates);
        return candidates;
    }

    private static double Weight(string token, double weight, GenerationOptions options, Dictionary<string, int> used, double boost)
    {
        int count = used.GetValueOrDefault(token);
        double logit =
            Math.Log(weight * boost) - (options.FrequencyPenalty * count) - (count > 0 ? Math.Log(options.RepetitionPenalty) : 0);
        return Math.Exp(Math.Clamp(logit / (options.Sample ? options.Temperature : 1), -500, 500));
    }

    private static double Surprise((string Token, double Probability) candidate, double entropy) =>
        Math.Abs(-Math.Log(candidate.Probability) - entropy);

    private static void KeepMass(List<(string Token, double Probability)> candidates, double mass)
    {
        double sum = 0;
        int keep = candidates.FindIndex(candidate => (sum += candidate.Probability) >= mass) + 1;
        if (keep > 0)
        {
            candidates.RemoveRange(keep, candidates.Count - keep);
        }
    }

    private static void Normalize(List<(string Token, double Probability)> candidates)
    {
        double sum = candidates.Sum(candidate => candidate.Probability);
        for (int i = 0; i < candidates.Count; i++)
        {
            candidates[i] = (candidates[i].Token, Math.Max(double.Epsilon, candidates[i].Probability / sum));
        }
    }
}
