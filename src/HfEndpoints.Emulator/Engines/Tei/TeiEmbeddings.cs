namespace HfEndpoints.Emulator;

/// <summary>The server's routes for vectors.</summary>
internal static class TeiEmbeddings
{
    public static TeiAnswer Embed(TeiSettings settings, JsonObject body)
    {
        bool normalize = body["normalize"]?.GetValue<bool>() ?? true;
        CheckKind(settings, normalize);
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        int dimensions = Dimensions(settings, body);
        return new TeiAnswer(input, texts, () => texts.Select(text => ToyModels.Embed(text, dimensions, normalize)));
    }

    public static TeiAnswer EmbedForOpenAi(TeiSettings settings, JsonObject body)
    {
        CheckKind(settings, normalize: true);
        var input = new TeiInput(settings, []);
        IReadOnlyList<string> texts = input.Read(body["input"], "input");
        int dimensions = Dimensions(settings, body);
        bool base64 = body["encoding_format"]?.ToString() == "base64";
        return new TeiAnswer(input, texts, () => EmbeddingsAnswer.Make(
            texts.Select(text => ToyModels.Embed(text, dimensions, normalize: true)), settings.Repository, input.Tokens, base64));
    }

    public static TeiAnswer EmbedTokens(TeiSettings settings, JsonObject body)
    {
        CheckKind(settings, normalize: false);
        Refuse.If(
            settings.Card.Kind == ModelKind.SparseEmbedder, () => TeiException.Backend("`embed_all` is not available for SPLADE models"));
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        return new TeiAnswer(input, texts, () => texts.Select(TokenVectors));
    }

    public static TeiAnswer EmbedSparse(TeiSettings settings, JsonObject body)
    {
        Refuse.If(
            settings.Card.Kind != ModelKind.SparseEmbedder,
            () => TeiException.Backend("Model is not an embedding model with SPLADE pooling"));
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        return new TeiAnswer(input, texts, () => texts.Select(text =>
            ToyModels.EmbedSparsely(text).Select(entry => new { index = entry.Token, value = entry.Weight })));
    }

    public static TeiAnswer Compare(TeiSettings settings, JsonObject body)
    {
        var input = new TeiInput(settings, body["parameters"] as JsonObject ?? []);
        JsonArray sentences = body["inputs"]!["sentences"]!.AsArray();
        Refuse.If(sentences.Count == 0, () => TeiException.Empty("`inputs.sentences` cannot be empty"));
        input.CheckBatch(sentences.Count + 1, "");
        CheckKind(settings, normalize: false);
        string source = input.Check(body["inputs"]!["source_sentence"]!.GetValue<string>());
        string[] others = [.. sentences.Select(sentence => input.Check(sentence!.GetValue<string>()))];
        return new TeiAnswer(input, [source, .. others], () => others.Select(other => (float)ToyModels.Similarity(source, other)));
    }

    private static void CheckKind(TeiSettings settings, bool normalize)
    {
        Refuse.If(
            settings.Card.Kind is ModelKind.Reranker or ModelKind.Classifier,
            () => TeiException.Backend("Model is not an embedding model"));
        Refuse.If(
            settings.Card.Kind == ModelKind.SparseEmbedder && normalize,
            () => TeiException.Backend("`normalize` is not available for SPLADE models"));
    }

    private static int Dimensions(TeiSettings settings, JsonObject body) =>
        body["dimensions"]?.GetValue<int>() switch
        {
            null => ToyModels.Dimensions,
            0 => throw settings.Invalid("Input validation error: `dimensions` should be positive"),
            int wanted when wanted > ToyModels.Dimensions => throw settings.Invalid(
                "Input validation error: `dimensions` should be smaller than the maximum embedding dimension."),
            int wanted => wanted,
        };

    /// <summary>A vector for each token: its own meaning with some of that of the whole text.</summary>
    private static IEnumerable<IEnumerable<float>> TokenVectors(string text)
    {
        float[] whole = ToyModels.Embed(text);
        IEnumerable<string> tokens = [TeiTokens.Start, .. ToyModels.Tokenize(text), TeiTokens.End];
        return tokens.Select(token => ToyModels.Embed(token).Zip(whole, (own, context) => own + (context / 2)));
    }
}
