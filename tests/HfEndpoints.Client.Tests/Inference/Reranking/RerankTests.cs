using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class RerankTests
{
    [Theory]
    [InlineData("tei", "/rerank")]
    [InlineData("vllm", "/rerank")]
    [InlineData("llamacpp", "/rerank")]
    [InlineData("sglang", "/v1/rerank")]
    public async Task EachServerIsAskedInItsOwnForm(string engine, string route)
    {
        await using RawServer server = Server(engine);

        HfRankedText[] ranked = await RankAsync(server, "q", "1", "3", "2");

        Assert.Equal([(1, 3d), (2, 2d), (0, 1d)], ranked.Select(text => (text.Index, text.Score)));
        RawRequest sent = Assert.Single(server.Requests, request => request.Method == "POST");
        Assert.Equal(route, sent.Target);
        JsonCompare.Same(
            JsonNode.Parse(engine == "tei"
                ? """{"query":"q","texts":["1","3","2"]}"""
                : """{"model":"m","query":"q","documents":["1","3","2"]}"""),
            sent.Json);
    }

    [Fact]
    public async Task MoreThanTheServerTakesAreRankedTogether()
    {
        await using RawServer server = Server("tei");
        string[] texts = [.. Enumerable.Range(0, 11).Select(i => $"{i * 7 % 11}")];

        HfRankedText[] ranked = await RankAsync(server, "q", texts);

        Assert.Equal(Enumerable.Range(0, 11).Reverse().Select(i => $"{i}"), ranked.Select(text => texts[text.Index]));
        Assert.Equal(
            [3, 4, 4],
            server.Requests.Where(request => request.Method == "POST").Select(request => request.Json!["texts"]!.AsArray().Count).Order());
    }

    [Fact]
    public async Task ARequestThatIsTooLargeGoesOutInHalves()
    {
        await using RawServer server = Server("tei", limit: 2);

        HfRankedText[] ranked = await RankAsync(server, "q", "1", "3", "2", "4");

        Assert.Equal([3, 1, 2, 0], ranked.Select(text => text.Index));
    }

    [Theory]
    [InlineData(400, "too long")]
    [InlineData(413, "too long")]
    [InlineData(500, "input (802 tokens) is too large to process. increase the physical batch size")]
    public async Task ATextThatIsRefusedFailsAlone(int status, string text)
    {
        await using RawServer server = Server("llamacpp", refused: (status, text));

        IReadOnlyList<ItemResult<HfRankedText>> ranked = await Client(server)
            .RankAsync("q", ["1", "3", "0", "2"]).WithinDeadlineAsync();

        Assert.Equal([1, 3, 0, 2], ranked.Select(result => result.Index));
        Assert.Equal([3, 2, 1], ranked.Take(3).Select(result => result.GetValue().Score));
        Assert.Equal(2, ranked[3].Error!.Index);
        Assert.Equal(text, ranked[3].Error!.ServerMessage);
        Assert.Equal(5, server.Requests.Count(request => request.Method == "POST"));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("null")]
    public async Task AScoreThatIsNotANumberCostsItsTextAlone(string score)
    {
        await using var server = new RawServer((request, connection) => request.Method == "GET"
            ? connection.AnswerAsync(404, "", null)
            : connection.AnswerAsync(
                200, $$"""[{"index":0,"score":{{score}}},{"index":1,"score":0.5}]""", "application/json"));

        IReadOnlyList<ItemResult<HfRankedText>> ranked = await Client(server).RankAsync("q", ["a", "b"]).WithinDeadlineAsync();

        Assert.Equal("b", ranked[0].GetValue().Text);
        Assert.Equal((0, HfErrorKind.InvalidResponse), (ranked[1].Index, ranked[1].Error!.Kind));
    }

    [Fact]
    public async Task AScoreThatIsMissingIsTheServersFault()
    {
        await using var server = new RawServer((request, connection) => request.Method == "GET"
            ? connection.AnswerAsync(404, "", null)
            : connection.AnswerAsync(200, """[{"index":0,"score":1},{"index":0,"score":1}]""", "application/json"));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => Client(server).RankAsync("q", ["a", "b"]));
    }

    [Fact]
    public async Task RawScoresAreRefusedWhereThereAreNone()
    {
        await using RawServer server = Server("vllm");

        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => Client(server).RankAsync("q", ["1"], new() { RawScores = true }));
    }

    private static async Task<HfRankedText[]> RankAsync(RawServer server, string query, params string[] texts) =>
        [.. (await Client(server).RankAsync(query, texts).WithinDeadlineAsync()).Select(result => result.GetValue())];

    // Scores a text by the number that it is.
    private static RawServer Server(
        string engine, int limit = int.MaxValue, (int Status, string Text)? refused = null) => new((request, connection) =>
    {
        if (request.Method == "GET")
        {
            return (engine, request.Target) switch
            {
                ("tei", "/info") => connection.AnswerAsync(
                    200, """{"model_id":"m","model_type":{"reranker":{}},"max_client_batch_size":4}""", "application/json"),
                (not "tei", "/v1/models") => connection.AnswerAsync(
                    200, $$"""{"data":[{"id":"m","owned_by":"{{engine}}"}]}""", "application/json"),
                _ => connection.AnswerAsync(404, "", null),
            };
        }

        JsonArray texts = (request.Json!["texts"] ?? request.Json["documents"])!.AsArray();
        string score = engine is "vllm" or "llamacpp" ? "relevance_score" : "score";
        string items = string.Join(',', texts.Select((text, index) => $$"""{"index":{{index}},"{{score}}":{{text}}}"""));
        return refused is { } no && texts.Any(text => (string)text! == "0")
            ? connection.AnswerAsync(no.Status, $$"""{"error":{"message":"{{no.Text}}","type":"server_error"} }""", "application/json")
            : texts.Count > limit
            ? connection.AnswerAsync(413, """{"error":"batch size","error_type":"Validation"}""", "application/json")
            : connection.AnswerAsync(
                200, score == "score" ? $"[{items}]" : $$"""{"results":[{{items}}]}""", "application/json");
    });

    private static RerankClient Client(RawServer server) => server.Client().GetRerankClient(new InferenceTarget(server.Address));
}
