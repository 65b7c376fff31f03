namespace HfEndpoints.Emulator;

/// <summary>The server's routes for scores: rerankers and classifiers.</summary>
internal static class TeiScores
{
    /// <summary>The labels of the model; a reranker has one.</summary>
    public static IReadOnlyList<string> Labels(TeiSettings settings) =>
        settings.Card.Kind == ModelKind.Reranker ? ["LABEL_0"] : settings.Card.Labels;

    public static TeiAnswer Rerank(TeiSettings settings, JsonObject body)
    {
        string[] texts = [.. body["texts"]!.AsArray().Select(text => text!.GetValue<string>())];
        var input = new TeiInput(settings, body);
        Refuse.If(texts.Length == 0, () => TeiException.Empty("`texts` cannot be empty"));
        Refuse.If(settings.Card.Kind != ModelKind.Reranker, () => TeiException.Backend("model is not a re-ranker model"));
        input.CheckBatch(texts.Length, "");
        string query = body["query"]!.GetValue<string>();
        string[] pairs = [.. texts.Select(text => input.Check($"{query} {text}"))];
        bool raw = Flag(body, "raw_scores");
        bool returns = Flag(body, "return_text");
        return new TeiAnswer(input, pairs, () => texts
            .Select((text, index) => (text, index, score: (float)(raw ? ToyModels.Rank(query, text) : ToyModels.Score(query, text))))
            .OrderByDescending(rank => rank.score)
            .Select(rank => returns ? new { rank.index, rank.text, rank.score } : (object)new { rank.index, rank.score }));
    }

    public static TeiAnswer Predict(TeiSettings settings, JsonObject body)
    {
        var input = new TeiInput(settings, body);
        bool isBatch = body["inputs"] is JsonArray list && list.Count > 0 && list[0] is JsonArray;
        string[][] sequences = Sequences(body["inputs"], isBatch);
        if (isBatch)
        {
            input.CheckBatch(sequences.Length, "`inputs` cannot be empty");
        }

        Refuse.If(
            settings.Card.Kind is not (ModelKind.Classifier or ModelKind.Reranker),
            () => TeiException.Backend("Model is not a classifier model"));
        string[] texts = [.. sequences.Select(sequence => input.Check(string.Join(' ', sequence)))];
        bool raw = Flag(body, "raw_scores");
        return new TeiAnswer(input, texts, () =>
        {
            IEnumerable<object> predictions = sequences.Select(sequence => Predict(settings, sequence, raw)
                .Select(score => new { score = (float)score.Score, label = score.Label }));
            return isBatch ? predictions : predictions.First();
        });
    }

    private static IEnumerable<LabelScore> Predict(TeiSettings settings, string[] sequence, bool raw)
    {
        if (settings.Card.Kind == ModelKind.Reranker)
        {
            (string first, string second) = (sequence[0], sequence[^1]);
            return [new LabelScore(Labels(settings)[0], raw ? ToyModels.Rank(first, second) : ToyModels.Score(first, second))];
        }

        // The logits before the softmax that made these scores, up to a constant.
        return settings.Card.Classify(string.Join(' ', sequence))
            .Select(score => raw ? score with { Score = Math.Log(Math.Max(1e-9, score.Score)) } : score);
    }

    /// <summary>A text, a pair of texts, or a batch of lists of one or two texts.</summary>
    private static string[][] Sequences(JsonNode? inputs, bool isBatch)
    {
        const string Expected =
            "expected a string, a pair of strings [string, string] or a batch of mixed strings and pairs [[string], [string, string], ...]";
        if (isBatch)
        {
            return [.. inputs!.AsArray().Select(item => Strings(item, Expected))];
        }

        return [inputs is JsonArray ? Strings(inputs, Expected) : Strings(new JsonArray(inputs?.DeepClone()), Expected)];
    }

    private static string[] Strings(JsonNode? node, string expected) =>
        node is JsonArray { Count: 1 or 2 } list && list.All(item => item?.GetValueKind() == JsonValueKind.String)
        ? [.. list.Select(item => item!.GetValue<string>())]
        : throw TeiInput.Unreadable(
            "inputs", node is JsonArray other ? $"invalid length {other.Count}, {expected}" : $"invalid type, {expected}");

    private static bool Flag(JsonObject body, string name) => body[name]?.GetValue<bool>() ?? false;
}
