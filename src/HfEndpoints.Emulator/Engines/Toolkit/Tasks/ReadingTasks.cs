namespace HfEndpoints.Emulator;

/// <summary>The tasks that read a text: its vectors, labels, names and gaps.</summary>
internal static partial class ReadingTasks
{
    private static readonly string[] s_strategies = ["none", "simple", "first", "average", "max"];

    /// <summary>Gives a vector for each token of a text, half the token's own and half its text's.</summary>
    public static ToolkitOutput ExtractFeatures(ToolkitInput input)
    {
        // The hub's clients put these beside the inputs.
        var beside = new RequestParameters(input.Body);
        bool normalize = input.Parameters.Flag("normalize") ?? beside.Flag("normalize") ?? false;
        int dimensions = Math.Min(
            input.Parameters.Positive("dimensions") ?? beside.Positive("dimensions") ?? ToyModels.Dimensions, ToyModels.Dimensions);
        // The pipeline keeps a dimension for the batch, which is always 1.
        return input.Each(node => input.IsHubShaped
            ? Tokens(ToolkitInput.Text(node), normalize, dimensions)
            : new JsonArray(Tokens(ToolkitInput.Text(node), normalize, dimensions)));
    }

    private static JsonArray Tokens(string text, bool normalize, int dimensions)
    {
        float[] whole = ToyModels.Embed(text);
        IEnumerable<string> tokens = ToyModels.Tokenize(text).Prepend("");
        return new JsonArray([.. tokens.Select(token =>
        {
            float[] own = token.Length == 0 ? whole : ToyModels.Embed(token);
            float[] vector = [.. whole.Zip(own, (a, b) => (a + b) / 2).Take(dimensions)];
            return EmbeddingsAnswer.ToJson(normalize ? ToyModels.Normalize(vector) : vector);
        })]);
    }

    /// <summary>Classifies text: its language or topic when the model's name mentions these, else its sentiment.</summary>
    public static ToolkitOutput Classify(ToolkitInput input)
    {
        bool ranks = input.Parameters.Has("top_k") || input.Parameters.Flag("return_all_scores") == true;
        if (input.Inputs is JsonArray)
        {
            return input.Each(node => ranks || input.IsHubShaped
                ? Ranking(input, node, ranks ? int.MaxValue : 1)
                : Ranking(input, node, 1)[0]!.DeepClone());
        }

        // A single text has a flat list; the hub's mode adds a dimension and ranks.
        int fallback = input.Parameters.Flag("return_all_scores") == true ? int.MaxValue : input.IsHubShaped ? ScoreJson.DefaultTop : 1;
        JsonArray ranking = Ranking(input, input.Inputs, fallback);
        return input.IsHubShaped ? new JsonArray(ranking) : ranking;
    }

    private static JsonArray Ranking(ToolkitInput input, JsonNode? node, int fallback)
    {
        string text = node is JsonObject pair ? ToolkitInput.Text(pair["text"]) : ToolkitInput.Text(node);
        return ScoreJson.Top(ToyModels.Classify(input.Repository, text), input.Parameters, fallback);
    }

    /// <summary>Finds names in a text, word by word or joined to whole names.</summary>
    public static ToolkitOutput FindNames(ToolkitInput input)
    {
        string strategy = input.Parameters.Choice("aggregation_strategy", s_strategies) ?? (input.IsHubShaped ? "simple" : "none");
        IReadOnlyList<string> ignored = input.Parameters.Texts("ignore_labels") ?? [Entity.None];
        return input.Each(node =>
        {
            string text = ToolkitInput.Text(node);
            IReadOnlyList<Entity> words = ToyModels.FindNames(text);
            return new JsonArray([.. strategy == "none" ? Words(words, ignored) : Groups(text, words, ignored, strategy)]);
        });
    }

    private static IEnumerable<JsonNode> Words(IReadOnlyList<Entity> words, IReadOnlyList<string> ignored) =>
        from word in words
        let label = word.Kind == Entity.None ? word.Kind : "I-" + word.Kind
        where !ignored.Contains(label) && !ignored.Contains(word.Kind)
        select new JsonObject
        {
            ["entity"] = label,
            ["score"] = word.Score,
            ["index"] = word.Index,
            ["word"] = word.Word.Text,
            ["start"] = word.Word.Start,
            ["end"] = word.Word.End,
        };

    private static IEnumerable<JsonNode> Groups(string text, IReadOnlyList<Entity> words, IReadOnlyList<string> ignored, string strategy)
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
                yield return new JsonObject
                {
                    ["entity_group"] = words[first].Kind,
                    ["score"] = strategy switch { "first" => scores[0], "max" => scores.Max(), _ => scores.Average() },
                    ["word"] = name.Text,
                    ["start"] = name.Start,
                    ["end"] = name.End,
                };
            }
        }
    }

    /// <summary>Fills the gaps of a text, each by itself.</summary>
    public static ToolkitOutput FillMask(ToolkitInput input) => input.Each(node => Fill(ToolkitInput.Text(node), input.Parameters));

    private static JsonNode Fill(string text, RequestParameters parameters)
    {
        IReadOnlyList<string>? targets = parameters.Texts("targets");
        Refuse.If(targets is { Count: 0 }, () => new ToolkitException("At least one target must be provided when passed."));
        JsonNode[] gaps = [.. MaskPattern().Matches(text).Select(mask =>
            Gap(text, mask, targets, parameters.Positive("top_k") ?? ScoreJson.DefaultTop))];
        return gaps.Length switch
        {
            0 => throw new ToolkitException("No mask_token ([MASK]) found on the input"),
            1 => gaps[0],
            _ => new JsonArray(gaps),
        };
    }

    private static JsonArray Gap(string text, Match mask, IReadOnlyList<string>? targets, int top)
    {
        string after = text[(mask.Index + mask.Length)..];
        IEnumerable<LabelScore> words = ToyModels.FillGap(MaskPattern().Replace(text[..mask.Index], ""), after, targets).Take(top);
        return new JsonArray([.. words.Select(word => new JsonObject
        {
            ["score"] = word.Score,
            ["token"] = ToyModels.TokenId(" " + word.Label),
            ["token_str"] = word.Label,
            ["sequence"] = text[..mask.Index] + word.Label + after,
        })]);
    }

    [GeneratedRegex(@"\[MASK\]|<mask>")]
    private static partial Regex MaskPattern();
}
