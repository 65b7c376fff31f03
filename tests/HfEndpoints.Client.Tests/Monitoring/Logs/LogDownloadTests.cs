using System.Text;

namespace HfEndpoints.Client.Tests;

public sealed class LogDownloadTests : IDisposable
{
    private const string Entry = """{"timestamp":"2026-01-02T03:04:05Z","line":"one","stream":"stdout","replica_id":"r-1"}""";
    private readonly MemoryStream _file = new();

    private string Text => Encoding.UTF8.GetString(_file.ToArray());

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task TheServicesOwnTextIsKeptToTheByte()
    {
        string text = "2026-01-02T03:04:05.123456789Z r INFO é\r\n" + new string('x', 300_000);
        await using var server = new RawServer(connection => connection.AnswerAsync(200, text, "text/plain"));

        await server.Client().Logs.DownloadAsync("acme", "e", new LogQuery { Level = "INFO" }, _file);

        Assert.Equal(text, Text);
        Assert.Equal("/v3/endpoint/acme/e/logs/download?level=INFO", server.Requests[0].Target);
    }

    [Fact]
    public async Task ATailIsWrittenAsTheServiceWouldWriteIt()
    {
        await using var server = new RawServer(RawConnection.Json($"[{Entry}]"));

        await server.Client().Logs.DownloadAsync("acme", "e", new LogQuery { Tail = 1 }, _file);

        Assert.Equal("2026-01-02T03:04:05Z r-1 INFO one\n", Text);
    }

    [Fact]
    public async Task WithoutASearchThePlainLinesAreWritten()
    {
        await using var server = new RawServer((request, connection) => request.Target.StartsWith("/v3/", StringComparison.Ordinal)
            ? connection.AnswerAsync(501, "", null)
            : connection.AnswerAsync(200, "one\ntwo", "text/plain"));

        await server.Client().Logs.DownloadAsync("acme", "e", null, _file);

        Assert.Equal("one\ntwo\n", Text);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(501)]
    public async Task ADownloadThatBreaksOffIsAnError(int search)
    {
        await using var server = new RawServer(async (request, connection) =>
        {
            if (search == 501 && request.Target.StartsWith("/v3/", StringComparison.Ordinal))
            {
                await connection.AnswerAsync(501, "", null);
                return;
            }

            await connection.BeginChunkedAsync("text/plain");
            await connection.ChunkAsync("half of it\n");
            await connection.CloseAsync();
        });

        await Expect.FailureAsync(
            HfErrorKind.ConnectionFailed, () => server.Client().Logs.DownloadAsync("acme", "e", null, _file));
    }
}
