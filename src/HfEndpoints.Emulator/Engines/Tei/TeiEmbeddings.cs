namespace HfEndpoints.Emulator;

/// <summary>The server's routes for vectors.</summary>
internal static class TeiEmbeddings
{
    public static async Task EmbedAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.Embed);
        bool normalize = body["normalize"]?.GetValue<bool>() ?? true;
        CheckKind(settings, normalize);
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        int dimensions = Dimensions(request, settings, body);
        await TeiAnswer.SendAsync(request, input, texts, () =>
            new JsonArray([.. texts.Select(text =>
                EmbeddingsAnswer.ToJson(Embed(text, dimensions, normalize)))]));
    }

    public static async Task EmbedForOpenAiAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.OpenAi);
        CheckKind(settings, normalize: true);
        var input = new TeiInput(settings, []);
        IReadOnlyList<string> texts = input.Read(body["input"], "input");
        int dimensions = Dimensions(request, settings, body);
        bool base64 = body["encoding_format"]?.ToString() == "base64";
        await TeiAnswer.SendAsync(request, input, texts, () => EmbeddingsAnswer.Make(
            texts.Select(text => Embed(
                text, dimensions, normalize: true)), request.Spec.Repository, input.Tokens, base64));
    }

    public static async Task EmbedTokensAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.EmbedTokens);
        CheckKind(settings, normalize: false);
        Refuse.If(
            settings.Card.Kind == ModelKind.SparseEmbedder, () => TeiException.Backend("`embed_all` is not available for SPLADE models"));
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        await TeiAnswer.SendAsync(request, input, texts, () => new JsonArray([.. texts.Select(text => TokenVectors(text))]));
    }

    public static async Task EmbedSparseAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.EmbedTokens);
        Refuse.If(
            settings.Card.Kind != ModelKind.SparseEmbedder,
            () => TeiException.Backend("Model is not an embedding model with SPLADE pooling"));
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        await TeiAnswer.SendAsync(request, input, texts, () => new JsonArray([.. texts.Select(text => Sparse(text))]));
    }

    public static async Task CompareAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.Similarity);
        var input = new TeiInput(settings, body["parameters"] as JsonObject ?? []);
        JsonArray sentences = body["inputs"]!["sentences"]!.AsArray();
        Refuse.If(sentences.Count == 0, () => TeiException.Empty("`inputs.sentences` cannot be empty"));
        input.CheckBatch(sentences.Count + 1, "");
        CheckKind(settings, normalize: false);
        string source = input.Check(body["inputs"]!["source_sentence"]!.GetValue<string>());
        string[] others = [.. sentences.Select(sentence => input.Check(sentence!.GetValue<string>()))];
        await TeiAnswer.SendAsync(request, input, [source, .. others], () => new JsonArray([.. others.Select(other =>
            JsonValue.Create((float)ToyModels.Similarity(source, other)))]));
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

    private static int Dimensions(EngineRequest request, TeiSettings settings, JsonObject body) =>
        body["dimensions"]?.GetValue<int>() switch
        {
            null => ToyModels.Dimensions,
            0 => throw settings.Invalid("Input validation error: `dimensions` should be positive"),
            int wanted when wanted > ToyModels.Dimensions => throw settings.Invalid(
                "Input validation error: `dimensions` should be smaller than the maximum embedding dimension."),
            int wanted => wanted,
        };

    private static float[] Embed(string text, int dimensions, bool normalize)
    {
        float[] vector = ToyModels.Embed(text, normalize: false)[..dimensions];
        return normalize ? ToyModels.Normalize(vector) : vector;
    }

    /// <summary>A vector for each token: its own meaning with some of that of the whole text.</summary>
    private static JsonArray TokenVectors(string text)
    {
        float[] whole = ToyModels.Embed(text);
        IEnumerable<string> tokens = [TeiTokens.Start, .. ToyModels.Tokenize(text), TeiTokens.End];
        return [.. tokens.Select(token =>
            EmbeddingsAnswer.ToJson([.. ToyModels.Embed(token).Zip(whole, (own, context) => own + (context / 2))]))];
    }

    private static JsonArray Sparse(string text) =>
        [.. ToyModels.EmbedSparsely(text).Select(entry => new JsonObject { ["index"] = entry.Token, ["value"] = entry.Weight })];
}
