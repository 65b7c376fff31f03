using System.Text;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TaskContentTests
{
    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("application/octet-stream", "image/jpeg")]
    [InlineData("text/plain", "image/jpeg")]
    [InlineData(null, "image/jpeg")]
    public async Task AnAddressGivesItsContentWithoutTheToken(string? type, string expected)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, "bytes", type));

        TaskContent content = await Tasks(server).FetchAsync(new Uri(server.Address, "a/cat.jpg?size=1"));

        Assert.Equal("bytes", Encoding.ASCII.GetString(content.Bytes.Span));
        Assert.Equal(expected, content.MediaType);
        Assert.Equal("/a/cat.jpg?size=1", server.Requests[0].Target);
        Assert.Null(server.Requests[0].Authorization);
    }

    [Fact]
    public async Task AnAddressMayLeadToAnotherServer()
    {
        await using var other = new RawServer(connection => connection.AnswerAsync(200, "bytes", "image/png"));
        await using var server = new RawServer(RawConnection.Status(302, $"Location: {other.Address}cat.png"));

        TaskContent content = await Tasks(server).FetchAsync(server.Address);

        Assert.Equal(5, content.Bytes.Length);
        Assert.Null(other.Requests[0].Authorization);
    }

    [Fact]
    public async Task AnAddressLeadsNowhereWithoutHttps()
    {
        await using var server = new RawServer(RawConnection.Status(302, "Location: http://example.com/cat.png"));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Tasks(server).FetchAsync(server.Address));

        Assert.Contains("example.com", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/cat.png")]
    [InlineData("file:///etc/hosts")]
    [InlineData("ftp://example.com/cat.png")]
    public async Task AnAddressWithoutHttpsIsRefused(string address)
    {
        await using var server = new RawServer(RawConnection.Status(200));

        await Expect.FailureAsync(HfErrorKind.UntrustedAddress, () => Tasks(server).FetchAsync(new Uri(address)));

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("a page", "text/html")]
    [InlineData("{}", "application/json")]
    [InlineData("", "image/png")]
    public async Task WhatIsNotContentIsAnError(string body, string type)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, body, type));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => Tasks(server).FetchAsync(server.Address));
    }

    [Fact]
    public async Task WhatIsTooLongIsAnError()
    {
        string part = new('x', 8 << 20);
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginAsync("image/png");
            for (int i = 0; i < 40; i++)
            {
                await connection.WriteAsync(part);
            }
        });

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Tasks(server).FetchAsync(server.Address));

        Assert.Contains("256 MiB", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image-classification", "\u0089PNG\r\n\u001a\n", "image/png")]
    [InlineData("image-to-text", "\0\0\0\u0018ftypheic", "image/heic")]
    [InlineData("audio-classification", "\0\0\0\u0018ftypM4A ", "audio/m4a")]
    [InlineData("automatic-speech-recognition", "\u001aE\u00df\u00a3", "video/webm")]
    [InlineData("custom", "anything", null)]
    public void TheFirstBytesShowTheType(string task, string bytes, string? expected)
    {
        var content = new TaskContent(Encoding.Latin1.GetBytes(bytes));

        Assert.Equal(expected, content.For(InferenceTasks.Find(task)!, "file").MediaType);
    }

    [Theory]
    [InlineData("image-classification", "hello", null, ".png")]
    [InlineData("image-classification", "hello", "audio/wav", "audio/wav")]
    [InlineData("image-to-text", "hello", "video/mp4", "video/mp4")]
    [InlineData("audio-to-audio", "hello", "image/png", ".wav")]
    public void ContentOfAnotherKindIsRefused(string task, string bytes, string? type, string expected)
    {
        var content = new TaskContent(Encoding.ASCII.GetBytes(bytes), type);

        HfException exception = Assert.Throws<HfException>(() => content.For(InferenceTasks.Find(task)!, "the-file"));

        Assert.Equal(HfErrorKind.InvalidRequest, exception.Kind);
        Assert.Contains("the-file", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sentence-Embeddings", "feature-extraction")]
    [InlineData("sentiment-analysis", "text-classification")]
    [InlineData("ner", "token-classification")]
    [InlineData("vqa", "visual-question-answering")]
    [InlineData("text-to-audio", "text-to-speech")]
    [InlineData("translation_en_to_de", "translation")]
    [InlineData("text2text-generation", "text-generation")]
    [InlineData("sentence-ranking", null)]
    [InlineData(null, null)]
    public void TasksGoByOtherNamesToo(string? name, string? expected) => Assert.Equal(expected, InferenceTasks.Find(name)?.Name);

    private static TaskClient Tasks(RawServer server) =>
        TestClient.For(server.Address).GetTaskClient(new InferenceTarget(server.Address, SendToken: true, "e"));
}
