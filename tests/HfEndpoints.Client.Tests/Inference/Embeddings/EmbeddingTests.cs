using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class EmbeddingTests
{
    // 1 and -2, as four bytes each, the lowest first.
    private const string Base64 = "AACAPwAAAMA=";

    [Theory]
    [InlineData("[[1,-2]]")]
    [InlineData("[1,-2]")]
    [InlineData("[[[1,-2]]]")]
    [InlineData("{\"embeddings\":[1,-2]}")]
    [InlineData($"[\"{Base64}\"]")]
    [InlineData("{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[1,-2]}]}")]
    [InlineData($"{{\"data\":[{{\"index\":0,\"embedding\":\"{Base64}\"}}]}}")]
    public async Task OneTextsVectorIsReadInEveryShape(string answer)
    {
        await using RawServer server = Unknown(answer);

        HfEmbedding embedding = Assert.Single(await EmbeddingServer.Client(server).EmbedAsync(["a"]).WithinDeadlineAsync()).GetValue();

        Assert.Equal([1f, -2f], embedding.Embedding);
        Assert.Empty(embedding.TokenEmbedding);
        JsonCompare.Same(JsonNode.Parse("""{"inputs":"a"}"""), Assert.Single(EmbeddingServer.Posts(server)).Json);
    }

    [Theory]
    [InlineData("[[[1,2],[3,4]]]")]
    [InlineData("[[1,2],[3,4]]")]
    public async Task VectorsOfTokensAreGivenAsTheyAre(string answer)
    {
        await using RawServer server = Unknown(answer);

        HfEmbedding embedding = Assert.Single(await EmbeddingServer.Client(server).EmbedAsync(["a"]).WithinDeadlineAsync()).GetValue();

        Assert.Empty(embedding.Embedding);
        Assert.Equal([[1f, 2f], [3f, 4f]], embedding.TokenEmbedding);
    }

    [Fact]
    public async Task TheOrderIsThatOfTheIndex()
    {
        await using RawServer server = Unknown("""{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}""");

        Assert.Equal([[1f], [2f]], await VectorsAsync(server, "a", "b"));
    }

    [Theory]
    [InlineData("[[1],[2],[3]]")]
    [InlineData("[{\"generated_text\":\"no\"},1]")]
    [InlineData("\"no\"")]
    [InlineData("{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[2]}]}")]
    [InlineData("{\"data\":[{\"index\":1,\"embedding\":[1]},{\"index\":2,\"embedding\":[2]}]}")]
    [InlineData("[[],[]]")]
    public async Task AnswersOfAnotherShapeAreTheServersFault(string answer)
    {
        await using RawServer server = Unknown(answer);

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => EmbeddingServer.Client(server).EmbedAsync(["a", "b"]));
    }

    [Fact]
    public async Task AServerIsAskedWhatItIsOnceBeforeItIsSentAText()
    {
        await using RawServer server = OpenAi();
        EmbeddingClient client = EmbeddingServer.Client(server);

        await client.EmbedAsync(["2", "3"]).WithinDeadlineAsync();
        await client.EmbedAsync(["4", "5"], new() { Dimensions = 1 }).WithinDeadlineAsync();

        Assert.Equal(
            ["/info", "/v1/models", "/version", "/v1/embeddings", "/v1/embeddings"], server.Requests.Select(request => request.Target));
        JsonCompare.Same(JsonNode.Parse("""{"model":"m","input":["4","5"],"dimensions":1}"""), server.Requests[^1].Json);
    }

    [Theory]
    [InlineData("tei", "POST /")]
    [InlineData("vllm", "POST /,GET /info,GET /v1/models,GET /version,POST /v1/embeddings")]
    public async Task WhatTheImageSaysIsTakenForGrantedUntilItIsWrong(string engine, string requests)
    {
        await using RawServer server = EmbeddingServer.Start(engine, request => engine == "vllm" && request.Target == "/"
            ? (404, "{}")
            : (200, EmbeddingServer.Vectors(request)));
        var target = new InferenceTarget(server.Address) { Engine = ServerEngine.Tei };

        await server.Client().GetEmbeddingClient(target).EmbedAsync(["3"]).WithinDeadlineAsync();

        Assert.Equal(requests.Split(','), server.Requests.Select(request => $"{request.Method} {request.Target}"));
    }

    [Fact]
    public async Task WhatAServerCannotDoIsSaidInsteadOfLeftOut()
    {
        await using RawServer server = OpenAi();

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => EmbeddingServer.Client(server).EmbedAsync(["3"], new() { PromptName = "query" }));

        Assert.Contains("'prompt_name'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("vLLM", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheBatchSizeIsTheServers()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync("e", """
            {"model":{"repository":"BAAI/bge-small-en-v1.5","env":{"MAX_CLIENT_BATCH_SIZE":"3"},
             "image":{"tei":{"url":"ghcr.io/huggingface/text-embeddings-inference:1.9"} } } }
            """);
        EmbeddingClient client = service.Client.GetEmbeddingClient(new InferenceTarget(service.UrlOf("e"), SendToken: true, "e"));

        Assert.Equal(3, await client.GetBatchSizeAsync());
        Assert.Equal(8, (await client.EmbedAsync([.. Enumerable.Range(0, 8).Select(i => $"text {i}")])).Count);
    }

    private static async Task<IEnumerable<float[]>> VectorsAsync(RawServer server, params string[] texts) =>
        (await EmbeddingServer.Client(server).EmbedAsync(texts).WithinDeadlineAsync()).Select(result => result.GetValue().Embedding);

    // A server that says nothing of itself.
    private static RawServer Unknown(string answer) => EmbeddingServer.Start("unknown", _ => (200, answer));

    private static RawServer OpenAi() => EmbeddingServer.Start("vllm", request => (200, EmbeddingServer.Vectors(request)));
}
