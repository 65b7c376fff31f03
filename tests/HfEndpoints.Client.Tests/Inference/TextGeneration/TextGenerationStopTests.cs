namespace HfEndpoints.Client.Tests;

public sealed class TextGenerationStopTests
{
    private const string First =
        """data:{"index":1,"token":{"id":7,"text":"grün","logprob":-0.5,"special":false},"generated_text":null,"details":null}""";
    private const string Last =
        """data: {"index":2,"token":{"id":8,"text":" 🍵","logprob":-0.25,"special":false},"generated_text":"grün 🍵","details":"""
            + """{"finish_reason":"length","generated_tokens":2,"input_length":3,"seed":null}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task GoingAwayClosesTheConnectionAtOnce(bool isCancelled) =>
        // A second is far from both .NET's own two and what is meant; a busy machine is given more than one chance.
        Deadline.UntilAsync(async () => await CloseTimeAsync(isCancelled) < TimeSpan.FromSeconds(1));

    [Fact]
    public async Task CancellationIsSeenBetweenPiecesThatAreHereAlready()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(
            connection => connection.AnswerAsync(200, $"{First}\n\n{Last}\n\n", "text/event-stream"));
        int count = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (HfGeneratedTextChunk chunk in Stream(server, cancel.Token))
            {
                count++;
                await cancel.CancelAsync();
            }
        });

        Assert.Equal(1, count);
    }

    private static async Task<TimeSpan> CloseTimeAsync(bool isCancelled)
    {
        long left = 0;
        var closed = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.BeginChunkedAsync("text/event-stream");
            await connection.ChunkAsync($"{First}\n\n");
            await connection.HangAsync();
            closed.SetResult();
        });
        using var cancel = new CancellationTokenSource();
        async Task ReadAsync()
        {
            await foreach (HfGeneratedTextChunk chunk in Stream(server, cancel.Token))
            {
                left = TimeProvider.System.GetTimestamp();
                if (!isCancelled)
                {
                    break;
                }

                await cancel.CancelAsync();
            }
        }

        if (isCancelled)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync().WithinDeadlineAsync());
        }
        else
        {
            await ReadAsync().WithinDeadlineAsync();
        }

        await closed.Task.WithinDeadlineAsync();
        return TimeProvider.System.GetElapsedTime(left);
    }

    private static IAsyncEnumerable<HfGeneratedTextChunk> Stream(RawServer server, CancellationToken cancellationToken) =>
        server.Tgi().StreamAsync("hi", null, null, cancellationToken);
}
