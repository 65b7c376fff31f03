using System.Text;
using System.Text.RegularExpressions;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public partial class ErrorFieldStreamTests
{
    private const string Sent = "data: {\"a\":1}\n\nerror: {\"b\":2}\r\rerr\nerro\r\n"
        + "error:\nerrors: no error: here\nevent: error\ndata: error:\n\nerror";

    [Fact]
    public async Task TurnsErrorLinesIntoDataAtEveryBorder()
    {
        byte[] sent = Encoding.UTF8.GetBytes(Sent);
        string expected = ErrorLine().Replace(Sent, "data: ");
        for (int piece = 1; piece <= sent.Length; piece++)
        {
            foreach (int asked in (int[])[1, 3, 6, 7, 4096])
            {
                using var stream = new ErrorFieldStream(new PiecewiseStream(sent, piece));
                Assert.Equal(expected, await ReadAsync(stream, asked));
            }
        }
    }

    [Fact]
    public async Task PassesOnAStreamLongerThanItsBuffer()
    {
        string sent = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"data: {{\"index\":{i}}}\n\n"));
        using var stream = new ErrorFieldStream(new MemoryStream(Encoding.UTF8.GetBytes(sent)));
        Assert.Equal(sent, await ReadAsync(stream, 1000));
    }

    private static async Task<string> ReadAsync(ErrorFieldStream stream, int asked)
    {
        var read = new MemoryStream();
        byte[] buffer = new byte[asked];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(read.ToArray());
    }

    [GeneratedRegex(@"(?<=^|[\r\n])error:")]
    private static partial Regex ErrorLine();

    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
