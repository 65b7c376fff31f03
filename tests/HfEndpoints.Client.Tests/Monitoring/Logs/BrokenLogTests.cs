using System.Text;

namespace HfEndpoints.Client.Tests;

/// <summary>A log as text that can't be read to its end, by each way to read it.</summary>
public sealed class BrokenLogTests
{
    public static TheoryData<bool> Ways => [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ASilentOneIsATimeout(bool isDownload)
    {
        await using RawServer server = ServeOneLine(connection => connection.HangAsync());

        await Expect.ApiErrorAsync(HfErrorKind.RequestTimeout, () => ReadAsync(server, isDownload));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OneThatIsNotCompressedAsItClaimsIsNotValid(bool isDownload)
    {
        await using RawServer server = Serve(
            connection => connection.AnswerAsync(200, "one\ntwo\n", "text/plain", "Content-Encoding: gzip"));

        await Expect.ApiErrorAsync(HfErrorKind.InvalidResponse, () => ReadAsync(server, isDownload));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task OneThatBreaksOffIsAFailureOfTheConnection(bool isDownload)
    {
        await using RawServer server = ServeOneLine(connection => connection.ResetAsync());

        await Expect.ApiErrorAsync(HfErrorKind.ConnectionFailed, () => ReadAsync(server, isDownload));
    }

    [Fact]
    public async Task ALineWithoutAnEndIsNotKept()
    {
        await using RawServer server = Serve(async connection =>
        {
            await connection.BeginAsync("text/plain");
            byte[] part = Encoding.ASCII.GetBytes(new string('x', 1 << 20));
            while (true)
            {
                await connection.WriteAsync(part);
            }
        });

        HfException exception = await Expect.ApiErrorAsync(HfErrorKind.InvalidResponse, () => ReadAsync(server, isDownload: false));

        Assert.Contains("1 MiB", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongLinesComeInSmallPages()
    {
        string line = new('x', 300_000);
        await using RawServer server = Serve(
            connection => connection.AnswerAsync(200, string.Concat(Enumerable.Repeat(line + "\n", 20)), "text/plain"));

        List<IReadOnlyList<HfLogEntry>> pages = await Expect.AllAsync(server.Client().Logs.ReadAsync("acme", "e"));

        Assert.Equal(20, pages.Sum(page => page.Count));
        Assert.All(pages, page => Assert.InRange(page.Count, 0, 4));
    }

    private static RawServer ServeOneLine(Func<RawConnection, Task> end) => Serve(async connection =>
    {
        await connection.BeginChunkedAsync("text/plain");
        await connection.ChunkAsync("one\n");
        await end(connection);
    });

    private static RawServer Serve(Func<RawConnection, Task> log) => new((request, connection) =>
        request.Target.StartsWith("/v3/", StringComparison.Ordinal) && !request.Target.Contains("download", StringComparison.Ordinal)
            ? connection.AnswerAsync(501, "", null)
            : log(connection));

    private static async Task ReadAsync(RawServer server, bool isDownload)
    {
        LogsClient logs = server.Client(options => options with { IdleTimeout = TimeSpan.FromMilliseconds(200), MaxRetries = 0 }).Logs;
        if (isDownload)
        {
            using var file = new MemoryStream();
            await logs.DownloadAsync("acme", "e", null, file);
        }
        else
        {
            await Expect.AllAsync(logs.ReadAsync("acme", "e"));
        }
    }
}
