namespace HfEndpoints.Client.Tests;

public sealed class WaitCancellationTests : WaitTests
{
    [Fact]
    public async Task CancellationEndsTheWaitAndLeavesNothingRunning()
    {
        await Service.PutAsync("e", """{"state":"initializing"}""");
        using var cancel = new CancellationTokenSource();
        Task wait = Expect.AllAsync(
            Waiter(Targets("e"), new WaitOptions { FollowEvents = false, Timeout = TimeSpan.FromHours(1) }, cancel.Token));
        await Clock.TimerAsync(left => left == Round);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WithinDeadlineAsync());
        Assert.Equal(0, Clock.PendingTimers);
    }

    [Fact]
    public async Task CancellationEndsTheRequestsUnderWay()
    {
        int closed = 0;
        var allClosed = new TaskCompletionSource();
        await using var server = new RawServer(async (request, connection) =>
        {
            if (request.Target.Contains('?', StringComparison.Ordinal))
            {
                await connection.AnswerAsync(200, """{"items":[],"totalItems":0}""", "application/json");
                return;
            }

            await connection.HangAsync();
            if (Interlocked.Increment(ref closed) == 3)
            {
                allClosed.SetResult();
            }
        });
        using var cancel = new CancellationTokenSource();
        Task wait = Expect.AllAsync(
            Client(server.Address).GetWaiter().WaitAsync(Targets("a", "b", "c"), new WaitOptions { FollowEvents = false }, cancel.Token));
        await server.ReceivedAsync(4);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WithinDeadlineAsync());
        await allClosed.Task.WithinDeadlineAsync();
        Assert.Equal(0, Clock.PendingTimers);
    }

    [Fact]
    public async Task AReaderThatGoesAwayEndsTheWait()
    {
        await Service.PutAsync("ready");
        await Service.PutAsync("slow", """{"state":"initializing"}""");
        await foreach (EndpointResult result in Waiter(Targets("ready", "slow"), new WaitOptions { FollowEvents = false }))
        {
            Assert.Equal("ready", result.Target.Name);
            break;
        }

        Assert.Equal(0, Clock.PendingTimers);
    }
}
