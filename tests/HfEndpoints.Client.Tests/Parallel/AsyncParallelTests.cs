namespace HfEndpoints.Client.Tests;

public sealed class AsyncParallelTests
{
    private const string Unread = "one that nobody reads";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NothingInGivesNothingOut(bool ordered)
    {
        Assert.Empty(await Expect.AllAsync(AsyncParallel.SelectAsync(Numbers(0), 3, ordered, EchoAsync)));
    }

    [Fact]
    public async Task ALimitBelowOneIsRefused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Expect.AllAsync(AsyncParallel.SelectAsync(Numbers(1), 0, ordered: true, EchoAsync)));
    }

    [Fact]
    public async Task ResultsKeepTheItemsOrderThoughTheyComeInAnother()
    {
        Gate[] gates = Gates(4);
        Task<List<int>> all = Expect.AllAsync(AsyncParallel.SelectAsync(Numbers(4), 4, ordered: true, gates.WorkAsync));
        for (int i = 3; i >= 0; i--)
        {
            await gates[i].Begun;
            gates[i].Open();
        }

        Assert.Equal([0, 1, 2, 3], await all.WithinDeadlineAsync());
    }

    [Fact]
    public async Task UnorderedResultsComeAsTheyAreDone()
    {
        Gate[] gates = Gates(3);
        await using IAsyncEnumerator<int> results = AsyncParallel
            .SelectAsync(Numbers(3), 3, ordered: false, gates.WorkAsync).GetAsyncEnumerator();
        foreach (int i in (int[])[2, 0, 1])
        {
            gates[i].Open();
            Assert.True(await results.MoveNextAsync().AsTask().WithinDeadlineAsync());
            Assert.Equal(i, results.Current);
        }

        Assert.False(await results.MoveNextAsync().AsTask().WithinDeadlineAsync());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(5, false)]
    public async Task TheLimitIsReachedAndNeverExceeded(int limit, bool ordered)
    {
        int running = 0;
        int most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        object sync = new();

        List<int> results = await Expect.AllAsync(AsyncParallel.SelectAsync(Numbers(40), limit, ordered, async (item, _) =>
        {
            lock (sync)
            {
                most = Math.Max(most, ++running);
                if (running == limit)
                {
                    full.TrySetResult();
                }
            }

            // Nobody ends before as many run as may.
            await full.Task.WithinDeadlineAsync();
            lock (sync)
            {
                running--;
            }

            return item;
        })).WithinDeadlineAsync();

        Assert.Equal(limit, most);
        Assert.Equal(Enumerable.Range(0, 40), results.Order());
    }

    [Fact]
    public async Task ASlowItemHoldsTheOthersBackOnlySoFar()
    {
        const int Limit = 2;
        var slow = new Gate();
        var input = new Source();
        Task<List<int>> all = Expect.AllAsync(AsyncParallel.SelectAsync(
            input.ReadAsync(1000), Limit, ordered: true,
            (item, token) => item == 0 ? slow.PassAsync(item, token) : EchoAsync(item, token)));

        await slow.Begun;
        await Deadline.UntilAsync(() => Task.FromResult(input.Count >= Limit));
        await input.Idle;
        int read = input.Count;
        slow.Open();

        Assert.InRange(read, Limit, (4 * Limit) + 1);
        Assert.Equal(Enumerable.Range(0, 1000), await all.WithinDeadlineAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheInputIsReadNoFasterThanTheResultsAreTaken(bool ordered)
    {
        var input = new Source();
        await using (IAsyncEnumerator<int> results = AsyncParallel
            .SelectAsync(input.ReadAsync(1000), 2, ordered, EchoAsync).GetAsyncEnumerator())
        {
            Assert.True(await results.MoveNextAsync());
            await input.Idle;
            Assert.InRange(input.Count, 1, 10);
        }

        Assert.True(input.IsDisposed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnExceptionOfTheWorkEndsEverythingAndWaitsForWhatRuns(bool ordered)
    {
        var other = new Gate();
        bool isOver = false;
        var input = new Source();
        async Task<int> WorkAsync(int item, CancellationToken token)
        {
            if (item == 0)
            {
                await other.Begun;
                throw new InvalidOperationException("no");
            }

            try
            {
                return await other.PassAsync(item, token);
            }
            finally
            {
                await Task.Yield();
                isOver = true;
            }
        }

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Expect.AllAsync(
            AsyncParallel.SelectAsync(input.ReadAsync(1000), 2, ordered, WorkAsync)).WithinDeadlineAsync());

        Assert.Equal("no", exception.Message);
        Assert.True(isOver);
        Assert.True(input.IsDisposed);
        Assert.InRange(input.Count, 2, 9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WorkThatThrowsBeforeItGivesATaskEndsEverythingToo(bool ordered)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Expect.AllAsync(AsyncParallel.SelectAsync<int, int>(
            Numbers(100), 1, ordered, (_, _) => throw new InvalidOperationException("no"))).WithinDeadlineAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnExceptionOfTheInputIsTheOneThatIsThrown(bool ordered)
    {
        var gate = new Gate();
        var input = new Source { Failure = new InvalidOperationException("bad input") };
        var results = new List<int>();
        Task all = Expect.AllAsync(AsyncParallel.SelectAsync(input.ReadAsync(2), 4, ordered, gate.PassAsync), results);
        await input.Disposed.WithinDeadlineAsync();
        gate.Open();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => all.WithinDeadlineAsync());

        Assert.Equal("bad input", exception.Message);
        Assert.Equal([0, 1], results.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CancellationEndsTheWorkAndWaitsForIt(bool ordered)
    {
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        int over = 0;
        Task all = Expect.AllAsync(AsyncParallel.SelectAsync(
            Numbers(100),
            3,
            ordered,
            async (item, token) =>
            {
                try
                {
                    return await gate.PassAsync(item, token);
                }
                finally
                {
                    await Task.Yield();
                    Interlocked.Increment(ref over);
                }
            },
            cancel.Token));
        await gate.Begun;

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all.WithinDeadlineAsync());
        Assert.Equal(gate.Count, over);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AReaderThatGoesAwayEndsTheWork(bool ordered)
    {
        var gate = new Gate();
        var input = new Source();
        await foreach (int item in AsyncParallel.SelectAsync(
            input.ReadAsync(100), 2, ordered, (item, token) => item == 0 ? EchoAsync(item, token) : gate.PassAsync(item, token)))
        {
            Assert.Equal(0, item);
            await gate.Begun;
            break;
        }

        Assert.True(input.IsDisposed);
        Assert.Equal(gate.Count, gate.Over);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NoFailureIsLeftUnobserved(bool ordered)
    {
        // Those of other tests, which run at the same time, are none of these.
        int unread = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, e) =>
            Interlocked.Add(ref unread, e.Exception.Flatten().InnerExceptions.Count(exception => exception.Message == Unread));
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            for (int i = 0; i < 20; i++)
            {
                await ReadFirstAsync(ordered);
                await ReadBrokenAsync(ordered);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(0, Volatile.Read(ref unread));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }
    }

    // In a method of its own, so that none of its tasks is still referred to.
    private static async Task ReadFirstAsync(bool ordered)
    {
        await foreach (int item in AsyncParallel.SelectAsync(
            Numbers(24), 8, ordered, (item, _) => item == 0 ? EchoAsync(item, default) : FailAsync()))
        {
            break;
        }

        static async Task<int> FailAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException(Unread);
        }
    }

    // The reader sees the failure of the input, and what else refers to it is nobody's.
    private static async Task ReadBrokenAsync(bool ordered) => await Record.ExceptionAsync(() => Expect.AllAsync(AsyncParallel.SelectAsync(
        new Source { Failure = new InvalidOperationException(Unread) }.ReadAsync(2), 8, ordered, EchoAsync)));

    private static Gate[] Gates(int count) => [.. Enumerable.Range(0, count).Select(_ => new Gate())];

    private static Task<int> EchoAsync(int item, CancellationToken cancellationToken) => Task.FromResult(item);

    private static IAsyncEnumerable<int> Numbers(int count) => new Source().ReadAsync(count);
}
