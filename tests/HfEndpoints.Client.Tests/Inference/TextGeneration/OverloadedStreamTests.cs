using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class OverloadedStreamTests
{
    private const string Overload = "data:{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}\n\n";
    private const string ChatOverload =
        "data: {\"error\":{\"message\":\"Model is overloaded\",\"http_status_code\":422}}\n\ndata: [DONE]\n\n";

    private const string First = "data:{\"token\":{\"id\":7,\"text\":\"all\",\"special\":false}}\n\n";
    private const string Whole = "data:{\"token\":{\"id\":7,\"text\":\"all\",\"special\":false},\"generated_text\":\"all\"}\n\n";
    private const string ChatWhole =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"all\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task AStreamThatBeginsWithOverloadIsAskedForAgain()
    {
        await using var server = new RawServer(Events(Overload), Events(Overload), Events(Whole));

        List<HfGeneratedTextChunk> chunks = await TextAsync(server);

        Assert.Equal("all", chunks.Single().GeneratedText);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task AChatThatBeginsWithOverloadIsAskedForAgain()
    {
        await using var server = new RawServer(Events(ChatOverload), Events(ChatWhole));
        var request = new ChatRequest([new JsonObject { ["role"] = "user", ["content"] = "Hi" }]);

        List<HfChatChunk> chunks = await Expect.AllAsync(
            server.Client().GetChatClient(new InferenceTarget(server.Address)).StreamAsync(request));

        Assert.Equal("all", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task OverloadThatLastsIsAnError()
    {
        await using var server = new RawServer(Events(Overload));

        await Expect.FailureAsync(HfErrorKind.RateLimited, () => TextAsync(server));

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task OverloadAfterATextHasBegunIsAnErrorAtOnce()
    {
        await using var server = new RawServer(Events(First + Overload));

        HfException exception = await Expect.FailureAsync(HfErrorKind.RateLimited, () => TextAsync(server));

        Assert.Equal("all", Assert.IsType<HfException>(exception).PartialText);
        Assert.Single(server.Requests);
    }

    private static Func<RawConnection, Task> Events(string events) =>
        connection => connection.AnswerAsync(200, events, "text/event-stream");

    private static Task<List<HfGeneratedTextChunk>> TextAsync(RawServer server) =>
        Expect.AllAsync(server.Tgi().StreamAsync("hi"));
}
