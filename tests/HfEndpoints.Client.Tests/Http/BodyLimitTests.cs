using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class BodyLimitTests
{
    private const string Endless = "data: {\"token\":{\"text\":\"";

    [Fact]
    public async Task AnAnswerThatIsTooLongIsNotRead()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900000000\r\n\r\n[");
            await connection.HangAsync();
        });

        HfException exception = await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => Generation(server).GenerateAsync("x"));

        Assert.Contains("256 MiB", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AnEventWithoutAnEndIsAnError()
    {
        await using RawServer server = Server(Endless + new string('x', 20 << 20), 1, "");

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(Generation(server).StreamAsync("x")));

        Assert.Contains("16 MiB", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATextWithoutAnEndIsAnErrorThatHasWhatCame()
    {
        await using RawServer server = Server($"{Endless}{new string('x', 1 << 20)}\"}}}}\r\n\r\n", 20, "");

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(Generation(server).StreamAsync("x")));

        Assert.True(Assert.IsType<HfException>(exception).PartialText!.Length > 16 << 20);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task EventsOfAnyNumberAreRead(string end)
    {
        string last = """data: {"token":{"text":"all"},"generated_text":"all"}""";
        await using RawServer server = Server(": a comment" + new string('x', 1 << 20) + end + end, 20, last + end + end);

        Assert.Equal("all", (await Expect.AllAsync(Generation(server).StreamAsync("x"))).Single().GeneratedText);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task AnEventOfManyLinesIsAnError(string end)
    {
        await using RawServer server = Server("data: " + new string('x', 1 << 20) + end, 20, end);

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(Generation(server).StreamAsync("x")));

        Assert.Contains("16 MiB", exception.Message, StringComparison.Ordinal);
    }

    private static RawServer Server(string part, int times, string last) => new(async connection =>
    {
        await connection.BeginAsync("text/event-stream");
        for (int i = 0; i < times; i++)
        {
            await connection.WriteAsync(part);
        }

        await connection.WriteAsync(last);
        await connection.CloseAsync();
    });

    private static TextGenerationClient Generation(RawServer server) =>
        TestClient.For(server.Address).GetTextGenerationClient(new InferenceTarget(server.Address, SendToken: true, "e"));
}
