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
        await using var server = new RawServer(RawConnection.Json(answer));

        TextEmbedding embedding = Assert.Single(await Client(server).EmbedAsync(["a"]).WithinDeadlineAsync());

        Assert.Equal([1f, -2f], embedding.Vector);
        Assert.Empty(embedding.Tokens);
        JsonCompare.Same(JsonNode.Parse("""{"inputs":"a"}"""), Assert.Single(server.Requests).Json);
    }

    [Theory]
    [InlineData("[[[1,2],[3,4]]]")]
    [InlineData("[[1,2],[3,4]]")]
    public async Task VectorsOfTokensAreGivenAsTheyAre(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        TextEmbedding embedding = Assert.Single(await Client(server).EmbedAsync(["a"]).WithinDeadlineAsync());

        Assert.Empty(embedding.Vector);
        Assert.Equal([[1f, 2f], [3f, 4f]], embedding.Tokens);
    }

    [Fact]
    public async Task TheOrderIsThatOfTheIndex()
    {
        await using var server = new RawServer(RawConnection.Json(
            """{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}"""));

        IReadOnlyList<TextEmbedding> embeddings = await Client(server).EmbedAsync(["a", "b"]).WithinDeadlineAsync();

        Assert.Equal([[1f], [2f]], embeddings.Select(embedding => embedding.Vector));
    }

    [Theory]
    [InlineData("[[1],[2],[3]]")]
    [InlineData("[{\"generated_text\":\"no\"},1]")]
    [InlineData("\"no\"")]
    public async Task AnswersOfAnotherShapeAreTheServersFault(string answer)
    {
        await using var server = new RawServer(RawConnection.Json(answer));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => Client(server).EmbedAsync(["a", "b"]));
    }

    [Theory]
    [InlineData(413)]
    [InlineData(422)]
    public async Task ATextThatIsRefusedFailsAlone(int status)
    {
        await using var server = new RawServer((request, connection) =>
        {
            string[] texts = Texts(request);
            return texts.Contains("bad")
                ? connection.AnswerAsync(status, """{"error":"too long","error_type":"Validation"}""", "application/json")
                : connection.AnswerAsync(200, $"[{string.Join(',', texts.Select(text => $"[{text}]"))}]", "application/json");
        });

        IReadOnlyList<TextEmbedding> embeddings = await Client(server)
            .EmbedAsync(["0", "1", "bad", "3", "4"]).WithinDeadlineAsync();

        Assert.Equal([0f, 1f, -1f, 3f, 4f], embeddings.Select(embedding => embedding.Error is null ? embedding.Vector[0] : -1));
        Assert.Contains("too long", embeddings[2].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneThatIsRefusedAloneIsThrown()
    {
        await using var server = new RawServer(RawConnection.Json("""{"error":"too long"}""", 413));

        await Expect.ApiErrorAsync(HfErrorKind.InvalidRequest, () => Client(server).EmbedAsync(["a"]));
    }

    [Fact]
    public async Task AServerWithoutARootIsAskedWhatItIsOnce()
    {
        await using RawServer server = OpenAi();
        EmbeddingClient client = Client(server);

        TextEmbedding one = Assert.Single(await client.EmbedAsync(["3"], new() { Normalize = true }).WithinDeadlineAsync());
        await client.EmbedAsync(["4", "5"], new() { Dimensions = 1 }).WithinDeadlineAsync();

        Assert.Equal([1f], one.Vector);
        Assert.Equal(
            ["/", "/info", "/v1/models", "/version", "/v1/embeddings", "/v1/embeddings"], server.Requests.Select(request => request.Target));
        JsonCompare.Same(JsonNode.Parse("""{"model":"m","input":["4","5"],"dimensions":1}"""), server.Requests[^1].Json);
    }

    [Fact]
    public async Task WhatAServerCannotDoIsSaidInsteadOfLeftOut()
    {
        await using RawServer server = OpenAi();

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => Client(server).EmbedAsync(["3"], new() { PromptName = "query" }));

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
        EmbeddingClient client = service.Client.Embeddings(new InferenceTarget(service.UrlOf("e"), SendToken: true, "e"));

        Assert.Equal(3, await client.GetBatchSizeAsync());
        Assert.Equal(8, (await client.EmbedAsync([.. Enumerable.Range(0, 8).Select(i => $"text {i}")])).Count);
    }

    private static RawServer OpenAi() => new((request, connection) => request.Target switch
    {
        "/v1/models" => connection.AnswerAsync(200, """{"data":[{"id":"m","owned_by":"vllm"}]}""", "application/json"),
        "/version" => connection.AnswerAsync(200, """{"version":"1"}""", "application/json"),
        "/v1/embeddings" => connection.AnswerAsync(
            200,
            $$"""{"data":[{{string.Join(',', Texts(request).Select((text, index) => $$"""{"index":{{index}},"embedding":[{{text}}]}"""))}}]}""",
            "application/json"),
        _ => connection.AnswerAsync(404, "", null),
    });

    private static string[] Texts(RawRequest request) => (request.Json!["inputs"] ?? request.Json["input"]) switch
    {
        JsonArray list => [.. list.Select(text => (string)text!)],
        { } text => [(string)text!],
        _ => [],
    };

    private static EmbeddingClient Client(RawServer server) => server.Client().Embeddings(new InferenceTarget(server.Address));
}
