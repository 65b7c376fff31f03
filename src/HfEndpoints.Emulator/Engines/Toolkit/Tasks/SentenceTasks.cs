namespace HfEndpoints.Emulator;

/// <summary>The tasks that compare sentences by what they mean.</summary>
internal static class SentenceTasks
{
    private const double Sharpness = 12;
    private const double Middle = 0.35;

    /// <summary>Gives one vector for a text.</summary>
    public static object Embed(ToolkitInput input)
    {
        JsonNode? sentences = input.Inputs is JsonObject fields ? fields["sentences"] : input.Inputs;
        object embeddings = sentences is JsonArray list ? list.Select(Vector).ToArray() : Vector(sentences);
        return input.IsHubShaped ? embeddings : new { embeddings };
    }

    private static float[] Vector(JsonNode? node) => ToyModels.Embed(ToolkitInput.Text(node));

    /// <summary>Scores pairs of sentences, or ranks texts by how well they fit a query.</summary>
    public static object Rank(ToolkitInput input)
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

    private static object Pairs(JsonNode? sentences)
    {
        JsonArray list = sentences as JsonArray ?? throw new ToolkitException("sentences must be a pair of `str` or a list of such pairs");
        bool single = list.Count > 0 && list[0] is not JsonArray;
        double[] scores = [.. (single ? [list] : list.Select(pair => pair as JsonArray)).Select(pair => Pair(pair))];
        return new { scores = single ? scores[0] : (object)scores };
    }

    private static double Pair(JsonArray? pair) => pair is [JsonNode first, JsonNode second]
        ? Score(ToolkitInput.Text(first), ToolkitInput.Text(second))
        : throw new ToolkitException("sentences must be a pair of `str` or a list of such pairs");

    private static object Rank(string query, string[] texts, bool withText) => texts
        .Select((text, index) => (text, index, score: Score(query, text)))
        .OrderByDescending(rank => rank.score)
        .Select(rank => withText ? new { rank.score, rank.index, rank.text } : (object)new { rank.score, rank.index });

    private static double Score(string query, string text) => 1 / (1 + Math.Exp(Sharpness * (Middle - ToyModels.Similarity(query, text))));

    /// <summary>Says how near sentences are to one sentence in meaning.</summary>
    public static object Compare(ToolkitInput input)
    {
        JsonObject? inputs = input.Inputs as JsonObject;
        string source = ToolkitInput.Text(inputs?["source_sentence"] ?? (inputs is null ? input.Inputs : throw Missing("source_sentence")));
        JsonArray sentences = inputs?["sentences"] as JsonArray ?? throw Missing("sentences");
        double[] similarities = [.. sentences.Select(sentence => ToyModels.Similarity(source, ToolkitInput.Text(sentence)))];
        return input.IsHubShaped ? similarities : new { similarities };
    }

    private static ToolkitException Missing(string name) =>
        new($"SentenceSimilarityPipeline.__call__() missing 1 required positional argument: '{name}'");
}
