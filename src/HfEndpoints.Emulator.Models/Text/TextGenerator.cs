namespace HfEndpoints.Emulator.Models;

/// <summary>Writes an answer with the Markov chain, obeying the sampling settings.</summary>
internal static class TextGenerator
{
    private const double PromptBoost = 2;

    public static Generation Generate(MarkovModel model, GenerationOptions options)
    {
        IReadOnlyList<string> prompt = Tokenizer.Split(options.Prompt);
        return options.Forced is string forced ? Limit(Tokenizer.Split(forced), prompt, options) : Write(model, prompt, options);
    }

    private static Generation Write(MarkovModel model, IReadOnlyList<string> prompt, GenerationOptions options)
    {
        // Without sampling the prompt alone decides. Always taking the likeliest token would make a small chain run in circles.
        var random = new Random(unchecked((int)StableHash.Compute(options.Sample ? (long)options.Seed : 0, options.Prompt)));
        var promptWords = new HashSet<string>(prompt);
        var used = new Dictionary<string, int>();
        var tokens = new List<GeneratedToken>();
        string text = "";
        (string beforeLast, string last) = (prompt.Count > 1 ? prompt[^2] : "", prompt.Count > 0 ? prompt[^1] : "");
        while (tokens.Count < options.MaxNewTokens)
        {
            Dictionary<string, double> weights = model.Next(beforeLast, last);
            List<(string Token, double Probability)> candidates = TokenSampler.Distribution(
                weights, options, used, promptWords, PromptBoost);
            GeneratedToken token = Pick(candidates, random, options.TopTokens);
            if (token.IsSpecial)
            {
                tokens.Add(token);
                return new Generation(tokens, FinishReason.EndOfText, prompt);
            }

            used[token.Text] = used.GetValueOrDefault(token.Text) + 1;
            (beforeLast, last) = (last, token.Text);
            if (StopAt(text, token.Text, options.Stop) is (int end, string stop))
            {
                tokens.Add(token with { Text = token.Text[..(end - text.Length)] });
                var stopped = new Generation(tokens, FinishReason.StopSequence, prompt) { StopSequence = stop };
                return options.KeepStop ? stopped : stopped.Cut(end - stop.Length);
            }

            tokens.Add(token);
            text += token.Text;
        }

        return new Generation(tokens, FinishReason.Length, prompt);
    }

    private static Generation Limit(IReadOnlyList<string> forced, IReadOnlyList<string> prompt, GenerationOptions options)
    {
        List<GeneratedToken> tokens = [.. forced.Take(options.MaxNewTokens).Select(text => new GeneratedToken(text, -0.01, []))];
        bool complete = tokens.Count == forced.Count && tokens.Count < options.MaxNewTokens;
        if (complete)
        {
            tokens.Add(new GeneratedToken(MarkovModel.EndOfText, -0.01, [], IsSpecial: true));
        }

        return new Generation(tokens, complete ? FinishReason.EndOfText : FinishReason.Length, prompt);
    }

    private static GeneratedToken Pick(List<(string Token, double Probability)> candidates, Random random, int alternatives)
    {
        double left = random.NextDouble();
        (string Token, double Probability) chosen = candidates[^1];
        foreach ((string Token, double Probability) candidate in candidates)
        {
            left -= candidate.Probability;
            if (left <= 0)
            {
                chosen = candidate;
                break;
            }
        }

        return ToToken(chosen) with { Alternatives = [.. candidates.Take(alternatives).Select(ToToken)] };
    }

    private static GeneratedToken ToToken((string Token, double Probability) candidate) =>
        new(candidate.Token, Math.Log(candidate.Probability), [], candidate.Token == MarkovModel.EndOfText);

    /// <summary>Where in the whole text the first stop sequence ends that the token completes.</summary>
    private static (int End, string Stop)? StopAt(string text, string token, IReadOnlyList<string> stops)
    {
        string whole = text + token;
        (int End, string Stop)? first = null;
        foreach (string stop in stops.Where(stop => stop.Length > 0))
        {
            int found = whole.IndexOf(stop, Math.Max(0, text.Length - stop.Length + 1), StringComparison.Ordinal);
            if (found >= 0 && (first is null || found + stop.Length < first.Value.End))
            {
                first = (found + stop.Length, stop);
            }
        }

        return first;
    }
}

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
