using System.Globalization;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class EmbeddingParameterTests
{
    [Theory]
    [InlineData("tei", "1.9", true, """{"inputs":"3,4","normalize":true}""")]
    [InlineData("tei", "1.9", false, """{"inputs":"3,4","normalize":false}""")]
    [InlineData("toolkit", "", true, """{"inputs":"3,4","normalize":true}""")]
    [InlineData("vllm", "0.19.1", true, """{"model":"m","input":"3,4"}""")]
    [InlineData("vllm", "0.19.1", false, """{"model":"m","input":"3,4","use_activation":false}""")]
    [InlineData("vllm", "0.11.0", false, """{"model":"m","input":"3,4","normalize":false}""")]
    [InlineData("llamacpp", "", true, """{"model":"m","input":"3,4"}""")]
    [InlineData("llamacpp", "", false, """{"model":"m","input":"3,4","embd_normalize":-1}""")]
    [InlineData("sglang", "", true, """{"model":"m","input":"3,4"}""")]
    public async Task NormalizingIsSaidInTheServersOwnForm(string engine, string version, bool normalize, string body)
    {
        await using RawServer server = Server(engine, version);

        float[] vector = await EmbedAsync(server, new() { Normalize = normalize });

        JsonCompare.Same(JsonNode.Parse(body), Assert.Single(EmbeddingServer.Posts(server)).Json);
        Assert.Equal(normalize ? [0.6f, 0.8f] : [3f, 4f], vector);
    }

    [Fact]
    public async Task WhatAServerNormalizesInAnyCaseIsSaidBeforeItIsAsked()
    {
        await using RawServer server = Server("sglang");

        HfException failure = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => EmbedAsync(server, new() { Normalize = false }));

        Assert.Contains("'normalize'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(EmbeddingServer.Posts(server));
    }

    [Fact]
    public async Task VectorsThatAreNormalizedNeverthelessAreWarnedOfOnce()
    {
        await using RawServer server = EmbeddingServer.Start("vllm", request => (200, EmbeddingServer.Vectors(request, _ => "[0.6,0.8]")));
        EmbeddingClient client = EmbeddingServer.Client(server);
        var warnings = new List<string>();
        var options = new InferenceOptions { Warning = warnings.Add };

        await client.EmbedAsync(["a"], new() { Normalize = false }, options).WithinDeadlineAsync();
        await client.EmbedAsync(["a", "b"], new() { Normalize = false }, options).WithinDeadlineAsync();

        Assert.Single(warnings);
    }

    [Fact]
    public async Task VectorsOfTokensAreNormalizedToo()
    {
        await using RawServer server = EmbeddingServer.Start("toolkit", _ => (200, "[[[3,4],[0,2]]]"));

        ItemResult<HfEmbedding> result = Assert.Single(await EmbeddingServer.Client(server)
            .EmbedAsync(["a"], new() { Normalize = true }).WithinDeadlineAsync());

        Assert.Equal([[0.6f, 0.8f], [0f, 1f]], result.GetValue().TokenEmbedding);
    }

    [Theory]
    [InlineData("llamacpp")]
    [InlineData("sglang")]
    [InlineData("tei")]
    public async Task VectorsOfAnotherLengthThanAskedForAreAnError(string engine)
    {
        await using RawServer server = Server(engine);

        HfException failure = await Expect.FailureAsync(HfErrorKind.NotSupported, () => EmbedAsync(server, new() { Dimensions = 1 }));

        Assert.Equal(0, failure.Index);
        Assert.Equal(engine != "llamacpp", EmbeddingServer.Posts(server)[0].Json!["dimensions"] is not null);
    }

    [Fact]
    public async Task TheLengthThatTheModelHasAnywayIsFine()
    {
        await using RawServer server = Server("llamacpp");

        float[] vector = await EmbedAsync(server, new() { Dimensions = 2 });

        Assert.Equal([3f, 4f], vector);
    }

    [Theory]
    [InlineData("nomic-embed-text-v1.5.Q8_0.gguf", "[0.36,0.48,0.8]", null, "0.6,0.8")]
    [InlineData("Qwen/Qwen3-Embedding-0.6B", "[3,4,5]", null, "3,4")]
    [InlineData("Qwen/Qwen3-Embedding-0.6B", "[3,4,5]", true, "0.6,0.8")]
    public async Task VectorsOfModelsThatAllowItAreCut(string model, string vector, bool? normalize, string expected)
    {
        await using var server = new RawServer((request, connection) => connection.AnswerAsync(
            request.Target is "/v1/models" or "/v1/embeddings" ? 200 : 404,
            request.Method == "GET"
                ? $$"""{"data":[{"id":"{{model}}","owned_by":"llamacpp"}]}"""
                : $$"""{"data":[{"index":0,"embedding":{{vector}}}]}""",
            "application/json"));

        float[] cut = await EmbedAsync(server, new() { Dimensions = 2, Normalize = normalize });

        Assert.Equal(expected, string.Join(',', cut.Select(number => number.ToString("0.##", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("[NaN,1]")]
    [InlineData("[-Infinity,1]")]
    [InlineData("[null,1]")]
    [InlineData("[1e400,1]")]
    [InlineData("\"AADAfwAAgD8=\"")]
    public async Task AVectorThatIsNotFiniteCostsItsTextAlone(string vector)
    {
        await using RawServer server = EmbeddingServer.Start(
            "vllm", request => (200, EmbeddingServer.Vectors(request, text => text == "bad" ? vector : $"[{text}]")));

        IReadOnlyList<ItemResult<HfEmbedding>> results = await EmbeddingServer.Client(server)
            .EmbedAsync(["1", "bad", "3"]).WithinDeadlineAsync();

        Assert.Equal([null, HfErrorKind.InvalidResponse, null], results.Select(result => result.Error?.Kind));
        Assert.Equal(1, results[1].Error!.Index);
        Assert.Equal(["1", "3"], results.Where(result => result.Value is not null).Select(result => result.Value!.Text));
    }

    [Fact]
    public async Task AVectorOfZerosCannotBeNormalized()
    {
        await using RawServer server = EmbeddingServer.Start("tei", _ => (200, "[[0,0]]"));

        await Expect.FailureAsync(HfErrorKind.NotSupported, () => EmbedAsync(server, new() { Normalize = true }));
    }

    [Fact]
    public async Task TheServersOwnRouteIsTakenWhereItCanDoMore()
    {
        await using RawServer server = Server("tei");
        EmbeddingClient client = server.Client().GetEmbeddingClient(new InferenceTarget(new Uri(server.Address, "v1/embeddings")));

        await client.EmbedAsync(["3,4"], new() { Truncate = true }).WithinDeadlineAsync();

        Assert.Equal("/embed", Assert.Single(EmbeddingServer.Posts(server)).Target);
    }

    [Theory]
    [InlineData(512, 32)]
    [InlineData(64, 8)]
    [InlineData(4, 1)]
    public async Task TheRequestsThatRunAtOnceFitIntoTheLimitOfTheServer(int permits, int expected)
    {
        await using var server = new RawServer(RawConnection.Json($$"""
            {"model_id":"m","model_type":{"embedding":{} },"max_client_batch_size":32,"max_concurrent_requests":{{permits}}}
            """));

        Assert.Equal(expected, await EmbeddingServer.Client(server).GetBatchSizeAsync());
    }

    private static RawServer Server(string engine, string version = "1.0") =>
        EmbeddingServer.Start(engine, request => (200, EmbeddingServer.Vectors(request)), version);

    private static async Task<float[]> EmbedAsync(RawServer server, EmbeddingParameters parameters) =>
        Assert.Single(await EmbeddingServer.Client(server).EmbedAsync(["3,4"], parameters).WithinDeadlineAsync()).GetValue().Embedding;
}
