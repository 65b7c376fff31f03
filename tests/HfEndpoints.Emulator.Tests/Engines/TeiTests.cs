using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class TeiTests
{
    private const string Embedder = "BAAI/bge-small-en-v1.5";
    private const string Reranker = "BAAI/bge-reranker-base";
    private const string Classifier = "distilbert/distilbert-base-uncased-finetuned-sst-2-english";

    [Fact]
    public async Task EmbeddingsOfRelatedTextsAreNear()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Embedder));

        Answer answer = await emulator.PostAsync(
            url + "/embed", JsonNode.Parse("""{"inputs":["A cat on a mat","A kitten on a rug","Quarterly tax law"]}"""));

        float[][] vectors = [.. answer.Json.AsArray().Select(Vector)];
        Assert.All(vectors, vector => Assert.Equal(384, vector.Length));
        Assert.Equal(1, vectors[0].Sum(value => value * value), 4);
        Assert.True(Dot(vectors[0], vectors[1]) > Dot(vectors[0], vectors[2]) + 0.2);
        Assert.Equal("cpu+optimized", answer.Headers.GetValues("x-compute-type").Single());
        JsonNode cut = (await emulator.PostAsync(url + "/embed", JsonNode.Parse("""{"inputs":"A cat on a mat","dimensions":32}"""))).Json;
        Assert.Equal(32, cut[0]!.AsArray().Count);
        Assert.Equal(1, Vector(cut[0]).Sum(value => value * value), 4);
        JsonNode raw = (await emulator.PostAsync(url + "/embed", JsonNode.Parse("""{"inputs":"A cat on a mat","normalize":false}"""))).Json;
        Assert.True(Vector(raw[0]).Sum(value => value * value) > 1.5);
    }

    [Fact]
    public async Task TheOtherVectorRoutesAgree()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Embedder));

        float[] plain = Vector((await emulator.PostAsync(url, JsonNode.Parse("""{"inputs":"A red boat"}"""))).Json[0]);
        JsonNode openAi =
            (await emulator.PostAsync(
                url + "/v1/embeddings", JsonNode.Parse("""{"input":["A red boat"],"model":"any","encoding_format":"base64"}"""))).Json;
        JsonNode tokens = (await emulator.PostAsync(url + "/embed_all", JsonNode.Parse("""{"inputs":"A red boat"}"""))).Json;
        JsonNode similar = (await emulator.PostAsync(url + "/similarity", JsonNode.Parse(
            """{"inputs":{"source_sentence":"A red boat","sentences":["A red boat","A blue ship","Tax law"]}}"""))).Json;

        byte[] bytes = Convert.FromBase64String(openAi["data"]![0]!["embedding"]!.GetValue<string>());
        Assert.Equal(plain, Enumerable.Range(0, 384).Select(i => BitConverter.ToSingle(bytes, i * 4)));
        Assert.Equal(Embedder, openAi["model"]!.GetValue<string>());
        Assert.Equal(5, openAi["usage"]!["prompt_tokens"]!.GetValue<int>());
        Assert.Equal(5, tokens[0]!.AsArray().Count);
        Assert.Equal(1, similar[0]!.GetValue<float>(), 4);
        Assert.True(similar[1]!.GetValue<float>() > similar[2]!.GetValue<float>());
    }

    [Fact]
    public async Task ARerankerSortsByFit()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Reranker, "text-ranking"));
        const string Body =
            """{"query":"What will the weather be?","texts":["Stocks fell","Rain and wind are forecast","Buy a """
            + """computer"],"return_text":true,"raw_scores":RAW}""";

        JsonNode ranks = (await emulator.PostAsync(url, JsonNode.Parse(Body.Replace("RAW", "false", StringComparison.Ordinal)))).Json;
        JsonNode raw =
            (await emulator.PostAsync(url + "/rerank", JsonNode.Parse(Body.Replace("RAW", "true", StringComparison.Ordinal)))).Json;

        Assert.Equal(1, ranks[0]!["index"]!.GetValue<int>());
        Assert.Equal("Rain and wind are forecast", ranks[0]!["text"]!.GetValue<string>());
        Assert.All(ranks.AsArray(), rank => Assert.InRange(rank!["score"]!.GetValue<float>(), 0, 1));
        Assert.Equal(
            ranks.AsArray().Select(rank => rank!["index"]!.GetValue<int>()), raw.AsArray().Select(rank => rank!["index"]!.GetValue<int>()));
        Assert.Contains(raw.AsArray(), rank => rank!["score"]!.GetValue<float>() < 0);
        Assert.NotNull((await emulator.GetAsync(url + "/info")).Json["model_type"]!["reranker"]!["id2label"]);
    }

    [Fact]
    public async Task AClassifierTakesTextsPairsAndBatches()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Classifier, "text-classification"));
        async Task<JsonNode> Ask(string inputs) =>
            (await emulator.PostAsync(url + "/predict", JsonNode.Parse($$"""{"inputs":{{inputs}}}"""))).Json;

        JsonNode single = await Ask("\"What a wonderful film\"");
        Assert.Equal("POSITIVE", single[0]!["label"]!.GetValue<string>());
        Assert.Equal(1, single.AsArray().Sum(item => item!["score"]!.GetValue<float>()), 4);
        Assert.Equal("NEGATIVE", (await Ask("""["It was awful","and boring"]"""))[0]!["label"]!.GetValue<string>());
        JsonNode batch = await Ask("""[["good"],["bad","worse"]]""");
        Assert.Equal(["POSITIVE", "NEGATIVE"], batch.AsArray().Select(item => item![0]!["label"]!.GetValue<string>()));
    }

    [Fact]
    public async Task ASpladeModelGivesWeights()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei("naver/splade-v3"));

        JsonNode weights = (await emulator.PostAsync(url, JsonNode.Parse("""{"inputs":"A cat"}"""))).Json[0]!;
        Answer dense = await emulator.PostAsync(url + "/embed", JsonNode.Parse("""{"inputs":"A cat"}"""));

        Assert.All(weights.AsArray(), weight => Assert.True(weight!["value"]!.GetValue<float>() > 0));
        Assert.Equal("Backend error: `normalize` is not available for SPLADE models", dense.Error);
        Assert.Equal(HttpStatusCode.FailedDependency, dense.Status);
    }

    [Theory]
    [InlineData(
        "/embed", """{"inputs":[BATCH]}""", 413, """{"error":"batch size 33 > maximum allowed batch size 32","error_type":"Validation"}""")]
    [InlineData(
        "/v1/embeddings",
        """{"input":[BATCH]}""",
        413,
        """{"message":"batch size 33 > maximum allowed batch size 32","code":413,"type":"Validation"}""")]
    [InlineData(
        "/embed", """{"inputs":""}""", 400, """{"error":"Input validation error: `inputs` cannot be empty","error_type":"Empty"}""")]
    [InlineData(
        "/embed", """{"inputs":[]}""", 400, """{"error":"Input validation error: `inputs` cannot be empty","error_type":"Empty"}""")]
    [InlineData(
        "/embed",
        """{"inputs":"LONG"}""",
        413,
        """{"error":"Input validation error: `inputs` must have less than 512 tokens. Given: 602","error_type":"Validation"}""")]
    [InlineData(
        "/rerank",
        """{"query":"a","texts":["b"]}""",
        424,
        """{"error":"Backend error: model is not a re-ranker model","error_type":"Backend"}""")]
    [InlineData(
        "/predict", """{"inputs":"a"}""", 424, """{"error":"Backend error: Model is not a classifier model","error_type":"Backend"}""")]
    [InlineData(
        "/embed",
        """{"inputs":"emulator:fail-after-0"}""",
        424,
        """{"error":"Backend error: CUDA_ERROR_OUT_OF_MEMORY","error_type":"Backend"}""")]
    public async Task ARefusalHasTheServersWords(string route, string body, int status, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Embedder));
        body = body.Replace("BATCH", string.Join(',', Enumerable.Repeat("\"a\"", 33)), StringComparison.Ordinal)
            .Replace("LONG", string.Concat(Enumerable.Repeat(" word", 600)), StringComparison.Ordinal);

        Answer answer = await emulator.PostAsync(url + route, JsonNode.Parse(body));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(text, answer.Text);
    }

    [Fact]
    public async Task FromVersion19OnALongTextIsCutAndABigBatchIs422()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Embedder, change: body =>
            body["model"]!["image"]!["tei"]!["url"] = "ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.3"));

        Answer info = await emulator.GetAsync(url + "/info");
        Answer cut = await emulator.PostAsync(
            url + "/embed", new JsonObject { ["inputs"] = string.Concat(Enumerable.Repeat(" word", 600)) });
        var inputs = new JsonArray([.. Enumerable.Repeat("a", 33).Select(text => JsonValue.Create(text))]);
        Answer batch = await emulator.PostAsync(url + "/embed", new JsonObject { ["inputs"] = inputs });

        Assert.Equal("1.9.3", info.Json["version"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, cut.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, batch.Status);
    }

    [Fact]
    public async Task TokensLeadBackToTheText()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Tei(Embedder));

        JsonNode tokens = (await emulator.PostAsync(url + "/tokenize", JsonNode.Parse("""{"inputs":"Hello old boat"}"""))).Json[0]!;
        var ids = new JsonArray([.. tokens.AsArray().Select(token => token!["id"]!.DeepClone())]);
        JsonNode text = (await emulator.PostAsync(url + "/decode", new JsonObject { ["ids"] = ids })).Json;

        Assert.Equal(["[CLS]", "Hello", " old", " boat", "[SEP]"], tokens.AsArray().Select(token => token!["text"]!.GetValue<string>()));
        Assert.True(tokens[0]!["special"]!.GetValue<bool>());
        Assert.Equal("Hello old boat", text[0]!.GetValue<string>());
    }

    private static JsonObject Tei(string repository, string task = "sentence-embeddings", Action<JsonObject>? change = null) =>
        Engines.Endpoint("tei", repository, task, change);

    private static float[] Vector(JsonNode? node) => [.. node!.AsArray().Select(value => value!.GetValue<float>())];

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
