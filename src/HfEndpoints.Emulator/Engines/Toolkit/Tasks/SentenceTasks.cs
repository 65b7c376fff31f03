namespace HfEndpoints.Emulator;

/// <summary>The tasks that compare sentences by what they mean.</summary>
internal static class SentenceTasks
{
    private const double Sharpness = 12;
    private const double Middle = 0.35;

    /// <summary>Gives one vector for a text.</summary>
    public static ToolkitOutput Embed(ToolkitInput input)
    {
        JsonNode? sentences = input.Inputs is JsonObject fields ? fields["sentences"] : input.Inputs;
        JsonNode vectors =
            sentences is JsonArray list ? new JsonArray([.. list.Select(node => Embed(input, node))]) : Embed(input, sentences);
        return input.IsHubShaped ? vectors : new JsonObject { ["embeddings"] = vectors };
    }

    private static JsonArray Embed(ToolkitInput input, JsonNode? node) => EmbeddingsAnswer.ToJson(ToyModels.Embed(ToolkitInput.Text(node)));

    /// <summary>Scores pairs of sentences, or ranks texts by how well they fit a query.</summary>
    public static ToolkitOutput Rank(ToolkitInput input)
    {
        if (input.Inputs is not JsonObject fields || fields.ContainsKey("sentences"))
        {
            return Pairs(input.Inputs is JsonObject named ? named["sentences"] : input.Inputs);
        }

        Refuse.If(!fields.ContainsKey("query") && !fields.ContainsKey("texts"), () => new ToolkitException(
                "No inputs have been provided within the input payload, make sure that the input payload contains either "
                + "'sentences' i.e. 'inputs', or both 'query' and 'texts' to run the ranking task."));
        string query = fields["query"] is JsonNode given
            ? ToolkitInput.Text(given)
            : throw new ToolkitException("Provided query=None but a non-empty string should be provided instead.");
        JsonArray texts = fields["texts"] as JsonArray
            ?? throw new ToolkitException("Provided texts=None, but a list of non-empty strings should be provided instead.");
        bool withText = new RequestParameters(fields).Flag("return_documents") ?? false;
        return Rank(query, [.. texts.Select(ToolkitInput.Text)], withText);
    }

    private static JsonObject Pairs(JsonNode? sentences)
    {
        JsonArray list = sentences as JsonArray ?? throw new ToolkitException("sentences must be a pair of `str` or a list of such pairs");
        bool single = list.Count > 0 && list[0] is not JsonArray;
        double[] scores = [.. (single ? [list] : list.Select(pair => pair as JsonArray)).Select(pair => Pair(pair))];
        return new JsonObject
        {
            ["scores"] = single
                ? JsonValue.Create(scores[0])
                : new JsonArray([.. scores.Select(score => JsonValue.Create(score))]),
        };
    }

    private static double Pair(JsonArray? pair) => pair is [JsonNode first, JsonNode second]
        ? Score(ToolkitInput.Text(first), ToolkitInput.Text(second))
        : throw new ToolkitException("sentences must be a pair of `str` or a list of such pairs");

    private static JsonArray Rank(string query, string[] texts, bool withText)
    {
        var ranked = texts.Select((text, index) => (Text: text, Index: index, Score: Score(query, text)))
            .OrderByDescending(entry => entry.Score);
        return new JsonArray([.. ranked.Select(entry =>
        {
            var item = new JsonObject { ["score"] = entry.Score, ["index"] = entry.Index };
            if (withText)
            {
                item["text"] = entry.Text;
            }

            return item;
        })]);
    }

    private static double Score(string query, string text) => 1 / (1 + Math.Exp(Sharpness * (Middle - ToyModels.Similarity(query, text))));

    /// <summary>Says how near sentences are to one sentence in meaning.</summary>
    public static ToolkitOutput Compare(ToolkitInput input)
    {
        JsonObject? inputs = input.Inputs as JsonObject;
        string source = ToolkitInput.Text(inputs?["source_sentence"] ?? (inputs is null ? input.Inputs : throw Missing("source_sentence")));
        JsonArray sentences = inputs?["sentences"] as JsonArray ?? throw Missing("sentences");
        var similarities = new JsonArray(
            [.. sentences.Select(sentence => JsonValue.Create(ToyModels.Similarity(source, ToolkitInput.Text(sentence))))]);
        return input.IsHubShaped ? similarities : new JsonObject { ["similarities"] = similarities };
    }

    private static ToolkitException Missing(string name) =>
        new($"SentenceSimilarityPipeline.__call__() missing 1 required positional argument: '{name}'");
}
