using System.Text;

namespace HfEndpoints.Client.Tests;

/// <summary>Which lines and events are too long, wherever the bytes are cut.</summary>
public sealed class LimitedStreamTests
{
    private const int Limit = 8;

    [Theory]
    [InlineData(false, "1234567\n1234567\r\n1234567\r12345678")]
    [InlineData(true, "\n12345678")]
    [InlineData(true, "12\n123\n\n12\n123\n\n12345678")]
    [InlineData(true, "12\r123\r\r12\r123\r\r12345678")]
    [InlineData(true, "12\r\n1\r\n\r\n12\r\n1\n\n12345678")]
    public async Task UpToTheLimitIsRead(bool isOfEvents, string text)
    {
        for (int piece = 1; piece <= text.Length; piece++)
        {
            Assert.Equal(text, await ReadAsync(text, piece, isOfEvents));
        }
    }

    [Theory]
    [InlineData(false, "123456789")]
    [InlineData(false, "12345678\n")]
    [InlineData(false, "1\n12345678\r")]
    [InlineData(true, "12\n1234\n\n")]
    [InlineData(true, "12\r1234\r\r")]
    [InlineData(true, "1\r\n1\r\n1\r\n")]
    [InlineData(true, "1\n\n1\n1\n1\n1\n1\n")]
    public async Task MoreIsRefused(bool isOfEvents, string text)
    {
        for (int piece = 1; piece <= text.Length; piece++)
        {
            await Assert.ThrowsAsync<UnreadableBodyException>(() => ReadAsync(text, piece, isOfEvents));
        }
    }

    private static async Task<string> ReadAsync(string text, int piece, bool isOfEvents)
    {
        using var stream = new LimitedStream(new MemoryStream(Encoding.ASCII.GetBytes(text)), Limit, isOfEvents);
        byte[] buffer = new byte[piece];
        var read = new StringBuilder();
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            read.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return read.ToString();
    }
}
