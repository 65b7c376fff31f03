namespace HfEndpoints.Emulator;

/// <summary>The tasks that read a text: its vectors, labels, names and gaps.</summary>
internal static partial class ReadingTasks
{
    private static readonly string[] s_strategies = ["none", "simple", "first", "average", "max"];

    /// <summary>Gives a vector for each token of a text, half the token's own and half its text's.</summary>
    public static object ExtractFeatures(ToolkitInput input)
    {
        // The hub's clients put these beside the inputs.
        var beside = new RequestParameters(input.Body);
        bool normalize = input.Parameters.Flag("normalize") ?? beside.Flag("normalize") ?? false;
        int dimensions = Math.Min(
            input.Parameters.Positive("dimensions") ?? beside.Positive("dimensions") ?? ToyModels.Dimensions, ToyModels.Dimensions);
        // The pipeline keeps a dimension for the batch, which is always 1.
        return input.Each(node =>
        {
            float[][] tokens = [.. Tokens(ToolkitInput.Text(node), normalize, dimensions)];
            return input.IsHubShaped ? tokens : new[] { tokens };
        });
    }

    private static IEnumerable<float[]> Tokens(string text, bool normalize, int dimensions)
    {
        float[] whole = ToyModels.Embed(text);
        return ToyModels.Tokenize(text).Prepend("").Select(token =>
        {
            float[] own = token.Length == 0 ? whole : ToyModels.Embed(token);
            float[] vector = [.. whole.Zip(own, (a, b) => (a + b) / 2).Take(dimensions)];
            return normalize ? ToyModels.Normalize(vector) : vector;
        });
    }

    /// <summary>Classifies text: its language or topic when the model's name mentions these, else its sentiment.</summary>
    public static object Classify(ToolkitInput input)
    {
        bool ranks = input.Parameters.Has("top_k") || input.Parameters.Flag("return_all_scores") == true;
        if (input.Inputs is JsonArray)
        {
            return input.Each(node => ranks || input.IsHubShaped
                ? Ranking(input, node, ranks ? int.MaxValue : 1)
                : Ranking(input, node, 1)[0]);
        }

        // A single text has a flat list; the hub's mode adds a dimension and ranks.
        int fallback = input.Parameters.Flag("return_all_scores") == true ? int.MaxValue : input.IsHubShaped ? ScoreJson.DefaultTop : 1;
        object[] ranking = Ranking(input, input.Inputs, fallback);
        return input.IsHubShaped ? new[] { ranking } : ranking;
    }

    private static object[] Ranking(ToolkitInput input, JsonNode? node, int fallback)
    {
        string text = node is JsonObject pair ? ToolkitInput.Text(pair["text"]) : ToolkitInput.Text(node);
        return ScoreJson.Top(ToyModels.Classify(input.Repository, text), input.Parameters, fallback);
    }

    /// <summary>Finds names in a text, word by word or joined to whole names.</summary>
    public static object FindNames(ToolkitInput input)
    {
        string strategy = input.Parameters.Choice("aggregation_strategy", s_strategies) ?? (input.IsHubShaped ? "simple" : "none");
        IReadOnlyList<string> ignored = input.Parameters.Texts("ignore_labels") ?? [Entity.None];
        return input.Each(node =>
        {
            string text = ToolkitInput.Text(node);
            IReadOnlyList<Entity> words = ToyModels.FindNames(text);
            return (strategy == "none" ? Words(words, ignored) : Groups(text, words, ignored, strategy)).ToArray();
        });
    }

    private static IEnumerable<object> Words(IReadOnlyList<Entity> words, IReadOnlyList<string> ignored) =>
        from word in words
        let label = word.Kind == Entity.None ? word.Kind : "I-" + word.Kind
        where !ignored.Contains(label) && !ignored.Contains(word.Kind)
        let place = word.Word
        select new { entity = label, score = word.Score, index = word.Index, word = place.Text, start = place.Start, end = place.End };

    private static IEnumerable<object> Groups(string text, IReadOnlyList<Entity> words, IReadOnlyList<string> ignored, string strategy)
    {
        for (int first = 0, last; first < words.Count; first = last + 1)
        {
            last = first;
            while (last + 1 < words.Count && words[last + 1].Kind == words[first].Kind
                && words[last + 1].Word.Start == words[last].Word.End + 1)
            {
                last++;
            }

            if (!ignored.Contains(words[first].Kind))
            {
                double[] scores = [.. words.Skip(first).Take(last - first + 1).Select(word => word.Score)];
                TextSpan name = ToyModels.Join(text, words[first].Word, words[last].Word);
                double score = strategy switch { "first" => scores[0], "max" => scores.Max(), _ => scores.Average() };
                yield return new { entity_group = words[first].Kind, score, word = name.Text, start = name.Start, end = name.End };
            }
        }
    }

    /// <summary>Fills the gaps of a text, each by itself.</summary>
    public static object FillMask(ToolkitInput input) => input.Each(node => Fill(ToolkitInput.Text(node), input.Parameters));

    private static object Fill(string text, RequestParameters parameters)
    {
        IReadOnlyList<string>? targets = parameters.Texts("targets");
        Refuse.If(targets is { Count: 0 }, () => new ToolkitException("At least one target must be provided when passed."));
        object[] gaps = [.. MaskPattern().Matches(text).Select(mask =>
            Gap(text, mask, targets, parameters.Positive("top_k") ?? ScoreJson.DefaultTop))];
        return gaps.Length switch
        {
            0 => throw new ToolkitException("No mask_token ([MASK]) found on the input"),
            1 => gaps[0],
            _ => gaps,
        };
    }

    private static object Gap(string text, Match mask, IReadOnlyList<string>? targets, int top)
    {
        string after = text[(mask.Index + mask.Length)..];
        IEnumerable<LabelScore> words = ToyModels.FillGap(MaskPattern().Replace(text[..mask.Index], ""), after, targets).Take(top);
        return words.Select(word => new
        {
            score = word.Score,
            token = ToyModels.TokenId(" " + word.Label),
            token_str = word.Label,
            sequence = text[..mask.Index] + word.Label + after,
        });
    }

    [GeneratedRegex(@"\[MASK\]|<mask>")]
    private static partial Regex MaskPattern();
}
