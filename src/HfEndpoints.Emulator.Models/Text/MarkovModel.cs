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

    public static MarkovModel Default { get; } = Train(ReadCorpus());

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

    private static string ReadCorpus()
    {
        using Stream stream = typeof(MarkovModel).Assembly.GetManifestResourceStream("corpus.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
