using System.Text.Json.Nodes;
using HfEndpoints.Emulator.Models;

namespace HfEndpoints.Emulator.Engines;

/// <summary>The server's routes for vectors.</summary>
internal static class TeiEmbeddings
{
    public static async Task EmbedAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.Embed).ConfigureAwait(false);
        bool normalize = body["normalize"]?.GetValue<bool>() ?? true;
        CheckKind(settings, normalize);
        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        int dimensions = Dimensions(settings, body);
        await TeiAnswer.SendAsync(request, input, texts, () =>
            new JsonArray([.. texts.Select(text => EmbeddingsAnswer.ToJson(Embed(text, dimensions, normalize)))])).ConfigureAwait(false);
    }

    public static async Task EmbedForOpenAiAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.OpenAi).ConfigureAwait(false);
        CheckKind(settings, normalize: true);
        var input = new TeiInput(settings, []);
        IReadOnlyList<string> texts = input.Read(body["input"], "input");
        int dimensions = Dimensions(settings, body);
        bool base64 = body["encoding_format"]?.ToString() == "base64";
        await TeiAnswer.SendAsync(request, input, texts, () => EmbeddingsAnswer.Make(
            texts.Select(text => Embed(text, dimensions, normalize: true)), request.Spec.Repository, input.Tokens, base64)).ConfigureAwait(false);
    }

    public static async Task EmbedTokensAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.EmbedTokens).ConfigureAwait(false);
        CheckKind(settings, normalize: false);
        if (settings.Card.Kind == ModelKind.SparseEmbedder)
        {
            throw TeiException.Backend("`embed_all` is not available for SPLADE models");
        }

        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        await TeiAnswer.SendAsync(request, input, texts, () => new JsonArray([.. texts.Select(TokenVectors)])).ConfigureAwait(false);
    }

    public static async Task EmbedSparseAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.EmbedTokens).ConfigureAwait(false);
        if (settings.Card.Kind != ModelKind.SparseEmbedder)
        {
            throw TeiException.Backend("Model is not an embedding model with SPLADE pooling");
        }

        var input = new TeiInput(settings, body);
        IReadOnlyList<string> texts = input.Read(body["inputs"]);
        await TeiAnswer.SendAsync(request, input, texts, () => new JsonArray([.. texts.Select(Sparse)])).ConfigureAwait(false);
    }

    public static async Task CompareAsync(EngineRequest request, TeiSettings settings)
    {
        JsonObject body = await JsonBody.ReadAsync(request.Context.Request, TeiBodies.Similarity).ConfigureAwait(false);
        var input = new TeiInput(settings, body["parameters"] as JsonObject ?? []);
        JsonArray sentences = body["inputs"]!["sentences"]!.AsArray();
        if (sentences.Count == 0)
        {
            throw TeiException.Empty("`inputs.sentences` cannot be empty");
        }

        input.CheckBatch(sentences.Count + 1, "");
        CheckKind(settings, normalize: false);
        string source = input.Check(body["inputs"]!["source_sentence"]!.GetValue<string>());
        string[] others = [.. sentences.Select(sentence => input.Check(sentence!.GetValue<string>()))];
        await TeiAnswer.SendAsync(request, input, [source, .. others], () => new JsonArray([.. others.Select(other =>
            JsonValue.Create((float)EmbeddingModel.Similarity(source, other)))])).ConfigureAwait(false);
    }

    private static void CheckKind(TeiSettings settings, bool normalize)
    {
        if (settings.Card.Kind is ModelKind.Reranker or ModelKind.Classifier)
        {
            throw TeiException.Backend("Model is not an embedding model");
        }

        if (settings.Card.Kind == ModelKind.SparseEmbedder && normalize)
        {
            throw TeiException.Backend("`normalize` is not available for SPLADE models");
        }
    }

    private static int Dimensions(TeiSettings settings, JsonObject body) => body["dimensions"]?.GetValue<int>() switch
    {
        null => EmbeddingModel.Dimensions,
        0 => throw settings.Invalid("Input validation error: `dimensions` should be positive"),
        int wanted when wanted > EmbeddingModel.Dimensions => throw settings.Invalid(
            "Input validation error: `dimensions` should be smaller than the maximum embedding dimension."),
        int wanted => wanted,
    };

    private static float[] Embed(string text, int dimensions, bool normalize)
    {
        float[] vector = EmbeddingModel.Embed(text, normalize: false)[..dimensions];
        return normalize ? EmbeddingModel.Normalize(vector) : vector;
    }

    /// <summary>A vector for each token: its own meaning with some of that of the whole text.</summary>
    private static JsonArray TokenVectors(string text)
    {
        float[] whole = EmbeddingModel.Embed(text);
        IEnumerable<string> tokens = [TeiTokens.Start, .. Tokenizer.Split(text), TeiTokens.End];
        return [.. tokens.Select(token => EmbeddingsAnswer.ToJson([.. EmbeddingModel.Embed(token).Zip(whole, (own, context) => own + (context / 2))]))];
    }

    /// <summary>Weights of tokens: those of the text, and lower ones for their synonyms, which is what such models are for.</summary>
    private static JsonArray Sparse(string text)
    {
        var weights = new SortedDictionary<int, float>();
        foreach (IGrouping<string, string> word in WordSplitter.Words(text).GroupBy(word => word))
        {
            Raise(weights, word.Key, MathF.Log(1 + (2 * word.Count())));
            foreach (TopicLexicon.Entry entry in TopicLexicon.Find(word.Key))
            {
                Raise(weights, entry.Group, 0.6f);
                Raise(weights, entry.Topic, 0.3f);
            }
        }

        return [.. weights.Select(pair => new JsonObject { ["index"] = pair.Key, ["value"] = pair.Value })];
    }

    private static void Raise(SortedDictionary<int, float> weights, string word, float weight)
    {
        int index = Tokenizer.Id(word);
        weights[index] = MathF.Max(weights.GetValueOrDefault(index), weight);
    }
}
