using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class SplitRequestTests
{
    [Theory]
    [InlineData(400, "too long")]
    [InlineData(413, "too long")]
    [InlineData(422, "too long")]
    [InlineData(424, "inference failed")]
    [InlineData(500, "input (802 tokens) is too large to process. increase the physical batch size (current batch size: 512)")]
    [InlineData(500, "something else")]
    public async Task ATextThatIsRefusedFailsAlone(int status, string message)
    {
        await using RawServer server = Refusing("50", status, message);

        IReadOnlyList<ItemResult<HfEmbedding>> results = await EmbeddingServer.Client(server)
            .EmbedAsync([.. Enumerable.Range(0, 100).Select(number => $"{number}")]).WithinDeadlineAsync();

        Assert.Equal(Enumerable.Range(0, 100), results.Select(result => result.Index));
        ItemResult<HfEmbedding> failed = Assert.Single(results, result => result.Error is not null);
        Assert.Equal((50, 50, message), (failed.Index, failed.Error!.Index, failed.Error.ServerMessage));
        Assert.All(
            results.Where(result => result != failed),
            result => Assert.Equal([(float)result.Index], result.GetValue().Embedding));
    }

    [Theory]
    [InlineData("input is too large to process. increase the physical batch size", 1)]
    [InlineData("something else", 4)]
    public async Task APartIsDividedAtOnceAndSentAgainOnlyAlone(string message, int times)
    {
        await using RawServer server = Refusing("2", 500, message);

        await EmbeddingServer.Client(server).EmbedAsync(["0", "1", "2", "3"]).WithinDeadlineAsync();

        Assert.Equal(["0123", "01", "23", .. Enumerable.Repeat("2", times), "3"], Parts(server));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(501)]
    [InlineData(504)]
    public async Task WhatSmallerRequestsWouldMeetTooIsNotDivided(int status)
    {
        await using RawServer server = EmbeddingServer.Start("vllm", _ => (status, "{}"));

        HfException failure = await Assert.ThrowsAsync<HfException>(
            () => EmbeddingServer.Client(server).EmbedAsync(["0", "1"]).WithinDeadlineAsync());

        Assert.Equal(status, (int)failure.StatusCode!);
        Assert.All(Parts(server), part => Assert.Equal("01", part));
    }

    [Fact]
    public async Task AServerThatIsDownIsNotAskedForEachText()
    {
        await using RawServer server = EmbeddingServer.Start("vllm", _ => (503, "{}"));

        await Expect.FailureAsync(HfErrorKind.EndpointNotRunning, () => EmbeddingServer.Client(server)
            .EmbedAsync(["0", "1"], options: new() { ColdStartTimeout = TimeSpan.Zero }));

        Assert.Equal(["01"], Parts(server));
    }

    [Fact]
    public async Task AnEndpointThatIsPausedIsNotAskedForEachText()
    {
        await using RawServer server = EmbeddingServer.Start("tei", _ => (400, """{"error":"Bad Request: The endpoint is paused"}"""));

        await Expect.FailureAsync(HfErrorKind.EndpointNotRunning, () => EmbeddingServer.Client(server).EmbedAsync(["0", "1"]));

        Assert.Equal(["01"], Parts(server));
    }

    [Fact]
    public async Task WhatWasAnsweredBeforeTheServerWentDownIsKept()
    {
        await using RawServer server = EmbeddingServer.Start("tei", request => EmbeddingServer.Texts(request) switch
        {
            { Length: 4 } => (413, "{}"),
            { Length: 2 } texts when texts[0] == "2" => (401, "{}"),
            _ => (200, EmbeddingServer.Vectors(request)),
        });

        IReadOnlyList<ItemResult<HfEmbedding>> results = await EmbeddingServer.Client(server)
            .EmbedAsync(["0", "1", "2", "3"]).WithinDeadlineAsync();

        Assert.Equal([null, null, HfErrorKind.Unauthorized, HfErrorKind.Unauthorized], results.Select(result => result.Error?.Kind));
        Assert.Equal(["0123", "01", "23"], Parts(server));
    }

    [Fact]
    public async Task AServerThatFailsAtEverythingIsTakenAtItsWord()
    {
        await using RawServer server = EmbeddingServer.Start("tei", _ => (500, """{"error":"CUDA error"}"""));

        IReadOnlyList<ItemResult<HfEmbedding>> results = await EmbeddingServer.Client(server)
            .EmbedAsync([.. Enumerable.Range(0, 32).Select(number => $"{number}")]).WithinDeadlineAsync();

        Assert.All(results, result => Assert.Equal(HfErrorKind.ServiceUnavailable, result.Error!.Kind));
        Assert.Equal(4, EmbeddingServer.Posts(server)
            .Select(EmbeddingServer.Texts).Where(texts => texts.Length == 1).Select(texts => texts[0]).Distinct().Count());
    }

    [Fact]
    public async Task OneThatIsRefusedAloneIsThrown()
    {
        await using RawServer server = Refusing("a", 413, "too long");

        await Expect.ApiErrorAsync(HfErrorKind.InvalidRequest, () => EmbeddingServer.Client(server).EmbedAsync(["a"]));
    }

    private static RawServer Refusing(string text, int status, string message) => EmbeddingServer.Start("llamacpp", request =>
        EmbeddingServer.Texts(request).Contains(text)
            ? (status, $$"""{"error":{"code":{{status}},"message":"{{message}}","type":"server_error"} }""")
            : (200, EmbeddingServer.Vectors(request)));

    private static IEnumerable<string> Parts(RawServer server) =>
        EmbeddingServer.Posts(server).Select(request => string.Concat(EmbeddingServer.Texts(request)));
}
