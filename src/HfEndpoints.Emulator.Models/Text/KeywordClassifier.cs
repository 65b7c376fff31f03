namespace HfEndpoints.Emulator.Models;

/// <summary>Tells the sentiment and the topic of a text by the words in it. Every answer is sorted, best first, and sums to 1.</summary>
internal static class KeywordClassifier
{
    public const string Positive = "POSITIVE";
    public const string Negative = "NEGATIVE";
    private const int NegationReach = 3;
    private const double Boost = 1.5;
    private const double TopicSharpness = 2;
    private static readonly Dictionary<string, double> s_weights = [];
    private static readonly HashSet<string> s_negators = [];
    private static readonly HashSet<string> s_boosters = [];

    static KeywordClassifier()
    {
        foreach ((string name, string words) in ModelResource.ReadLines("sentiment.txt"))
        {
            foreach (string word in words.Split(' '))
            {
                switch (name.Split(' '))
                {
                    case ["positive", string strength]:
                        s_weights[word] = strength[0] - '0';
                        break;
                    case ["negative", string strength]:
                        s_weights[word] = '0' - strength[0];
                        break;
                    case ["negator"]:
                        s_negators.Add(word);
                        break;
                    default:
                        s_boosters.Add(word);
                        break;
                }
            }
        }
    }

    /// <summary>What a text is, by the language or the topic when the model's name mentions these, else by sentiment.</summary>
    public static IReadOnlyList<LabelScore> Classify(string repository, string text)
    {
        bool Names(string part) => repository.Contains(part, StringComparison.OrdinalIgnoreCase);
        return Names("language") || Names("lang-") ? Translator.Guess(text)
            : Names("topic") || Names("news") ? Topics(text)
            : Sentiment(text);
    }

    /// <summary>The polarity of a text: above 0 positive, below 0 negative, 0 when no word says anything.</summary>
    public static double Polarity(string text)
    {
        IReadOnlyList<string> words = WordSplitter.Words(text);
        double sum = 0;
        int negatedUntil = -1;
        for (int i = 0; i < words.Count; i++)
        {
            if (s_negators.Contains(words[i]))
            {
                negatedUntil = i + NegationReach;
                continue;
            }

            double weight = s_weights.GetValueOrDefault(words[i]) * (i > 0 && s_boosters.Contains(words[i - 1]) ? Boost : 1);
            // "Not bad" is not as good as "good".
            sum += i <= negatedUntil ? -weight / 2 : weight;
        }

        return sum;
    }

    /// <summary>POSITIVE and NEGATIVE; a text without telling words is about even.</summary>
    public static IReadOnlyList<LabelScore> Sentiment(string text)
    {
        double positive = 1 / (1 + Math.Exp(-(1.6 * Polarity(text)) - 0.1));
        return Sort([new LabelScore(Positive, positive), new LabelScore(Negative, 1 - positive)]);
    }

    /// <summary>The topics of <see cref="TopicLexicon"/>, by the words of a text that belong to them.</summary>
    public static IReadOnlyList<LabelScore> Topics(string text)
    {
        Dictionary<string, double> hits = TopicLexicon.Topics.ToDictionary(topic => topic, _ => 0.0);
        foreach (string word in WordSplitter.Words(text))
        {
            IReadOnlyList<TopicLexicon.Entry> entries = TopicLexicon.Find(word);
            foreach (TopicLexicon.Entry entry in entries)
            {
                hits[entry.Topic] += 1.0 / entries.Count;
            }
        }

        return Softmax([.. hits.Select(pair => (pair.Key, pair.Value * TopicSharpness))]);
    }

    /// <summary>How well one label fits a text by itself, from 0 to 1.</summary>
    public static double Fit(string text, string label)
    {
        double polarity = Math.Tanh(Polarity(text) / 2);
        double mood = Math.Tanh(Polarity(label)) * polarity;
        double fit = label.ToUpperInvariant() switch
        {
            Positive => polarity,
            Negative => -polarity,
            _ => EmbeddingModel.Similarity(text, label) + (mood / 2),
        };
        return Math.Clamp(fit, 0, 1);
    }

    private static IReadOnlyList<LabelScore> Softmax(IReadOnlyList<(string Label, double Logit)> logits)
    {
        if (logits.Count == 0)
        {
            return [];
        }

        double highest = logits.Max(entry => entry.Logit);
        double sum = logits.Sum(entry => Math.Exp(entry.Logit - highest));
        return Sort(logits.Select(entry => new LabelScore(entry.Label, Math.Exp(entry.Logit - highest) / sum)));
    }

    // OrderBy keeps the given order among equals, so the answer does not depend on chance.
    private static IReadOnlyList<LabelScore> Sort(IEnumerable<LabelScore> scores) => [.. scores.OrderByDescending(score => score.Score)];
}

internal sealed record LabelScore(string Label, double Score);
