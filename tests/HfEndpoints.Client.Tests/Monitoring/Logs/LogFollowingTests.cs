namespace HfEndpoints.Client.Tests;

public sealed class LogFollowingTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task FirstTheTailThenEachLineAsItComes()
    {
        await using var server = new LogServer();
        server.Write("one", s_start);
        server.Write("two", s_start.AddSeconds(1));
        await using var follower = new Follower(server.Logs(), new LogQuery { Tail = 1 });
        Assert.Equal("two", await follower.NextAsync());
        await server.StreamsAsync(1);

        server.Write("three", s_start.AddSeconds(2));

        Assert.Equal("three", await follower.NextAsync());
    }

    [Fact]
    public async Task WhatWasBeforeTheTailStaysOutAfterACut()
    {
        await using var server = new LogServer();
        server.Write("one", s_start);
        server.Write("two", s_start.AddMilliseconds(1));
        await using var follower = new Follower(server.Logs(), new LogQuery { Tail = 1 });
        Assert.Equal("two", await follower.NextAsync());
        await server.StreamsAsync(1);
        server.Cut();
        await server.StreamsAsync(2);

        server.Write("three", s_start.AddSeconds(1));

        Assert.Equal("three", await follower.NextAsync());
    }

    [Fact]
    public async Task LinesOfOneTimeAreGivenOnceHoweverOftenTheStreamIsCut()
    {
        await using var server = new LogServer();
        for (int i = 0; i < 5; i++)
        {
            server.Write("before", s_start);
        }

        // Of five lines that are equal in everything, two are wanted.
        await using var follower = new Follower(server.Logs(), new LogQuery { Tail = 2 });
        Assert.Equal(["before", "before"], await follower.NextAsync(2));
        for (int cut = 1; cut <= 3; cut++)
        {
            await server.StreamsAsync(cut);
            server.Cut();
            server.Write("same", s_start);
            server.Write("same", s_start);
            Assert.Equal(["same", "same"], await follower.NextAsync(2));
        }

        await server.StreamsAsync(4);
        server.Write("last", s_start.AddSeconds(1));
        Assert.Equal("last", await follower.NextAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task NothingIsLostOrRepeatedWhateverHappens(int seed)
    {
        var random = new Random(seed);
        await using var server = new LogServer { PageSize = 7 };
        await using var follower = new Follower(server.Logs(), new LogQuery());
        await server.StreamsAsync(1);
        DateTimeOffset time = s_start;
        for (int cut = 1; cut <= 15; cut++)
        {
            Write(random.Next(15));
            server.Cut();
            Write(random.Next(15));
            await server.StreamsAsync(cut + 1);
        }

        server.Write("end", time.AddSeconds(9));

        List<HfLogEntry> given = await follower.UntilAsync("end");
        Assert.Equal(server.Entries.OrderBy(Key, StringComparer.Ordinal), given.OrderBy(Key, StringComparer.Ordinal));

        void Write(int count)
        {
            for (int i = 0; i < count; i++)
            {
                time = time.AddMilliseconds(random.Next(3) == 0 ? random.Next(2000) : 0);
                // Another replica's lines come late.
                bool isLate = random.Next(4) == 0;
                server.Write($"line {random.Next(3)}", isLate ? time.AddSeconds(-1) : time, isLate ? "r-2" : "r-1");
            }
        }

        static string Key(HfLogEntry entry) => $"{entry.Timestamp:O} {entry.Replica} {entry.Line}";
    }

    [Fact]
    public async Task LinesThatComeBetweenThePagesAndTheStreamAreGiven()
    {
        await using var server = new LogServer();
        server.BeforeStream = () => server.Write("between", s_start);
        await using var follower = new Follower(server.Logs(), new LogQuery { Tail = 0 });

        Assert.Equal("between", await follower.NextAsync());
    }

    [Fact]
    public async Task PausesGrowWhileAStreamEndsAtOnceAgain()
    {
        await using var server = new RawServer((request, connection) => IsStream(request)
            ? connection.AnswerAsync(200, "", "text/event-stream")
            : connection.AnswerAsync(200, "[]", "application/json"));
        await using var follower = new Follower(Client(server), new LogQuery());
        TimeSpan first = await _clock.TimerAsync(IsPause);
        Assert.Equal(TimeSpan.FromMilliseconds(100), first);
        _clock.Advance(first);

        foreach (double seconds in new double[] { 1, 2, 4, 8, 8 })
        {
            TimeSpan pause = await _clock.TimerAsync(IsPause);
            Assert.InRange(pause.TotalSeconds, seconds * 0.75, seconds);
            _clock.Advance(pause);
        }
    }

    [Fact]
    public async Task AStreamWhoseConnectionFailsWhileLinesComeIsOpenedAgainSoon()
    {
        // Each connection is cut before it answers; meanwhile the pages have a new line each time.
        int page = 0;
        await using var server = new RawServer((request, connection) => IsStream(request)
            ? connection.CloseAsync()
            : connection.AnswerAsync(
                200,
                $$"""[{"timestamp":"2026-01-02T03:04:{{page++:00}}Z","line":"{{page}}","stream":"stdout","replica_id":"r"}]""",
                "application/json"));
        await using var follower = new Follower(
            server.Client(options => options with { TimeProvider = _clock, RetryDelay = TimeSpan.FromHours(1) }).Logs,
            new LogQuery());

        for (int line = 1; line <= 4; line++)
        {
            Assert.Equal($"{line}", await follower.NextAsync());
            await _clock.PassAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    [Fact]
    public async Task AStreamThatWorkedIsOpenedAgainAtOnce()
    {
        await using var server = new LogServer();
        await using var follower = new Follower(
            server.Logs(options => options with { TimeProvider = _clock, RetryDelay = TimeSpan.FromHours(1) }), new LogQuery());
        await server.StreamsAsync(1);
        server.Write("one", s_start);
        Assert.Equal("one", await follower.NextAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));

        // The clock does not move any more: a pause would never end.
        server.Cut();
        server.Write("two", s_start.AddSeconds(1));

        Assert.Equal("two", await follower.NextAsync());
    }

    [Fact]
    public async Task AServiceThatIsGoneForMinutesIsAnError()
    {
        await using var server = new RawServer((request, connection) => request.Number switch
        {
            0 => connection.AnswerAsync(200, "[]", "application/json"),
            1 => connection.AnswerAsync(200, "", "text/event-stream"),
            _ => connection.AnswerAsync(503, "", null),
        });
        DateTimeOffset begin = _clock.GetUtcNow();
        await using var follower = new Follower(Client(server), new LogQuery());
        Task<string> next = follower.NextAsync();
        while (!next.IsCompleted)
        {
            Task<TimeSpan> pause = _clock.TimerAsync(IsPause);
            if (await Task.WhenAny(pause, next) == pause)
            {
                _clock.Advance(await pause);
            }
        }

        await Expect.FailureAsync(HfErrorKind.ServiceUnavailable, () => next);
        Assert.InRange((_clock.GetUtcNow() - begin).TotalMinutes, 5, 6);
    }

    [Fact]
    public async Task AStreamThatIsSilentForLongIsOpenedAgain()
    {
        await using var server = new LogServer();
        await using var follower = new Follower(
            server.Logs(options => options with { TimeProvider = _clock }), new LogQuery());
        await server.StreamsAsync(1);

        await _clock.PassAsync(TimeSpan.FromMinutes(5));

        await server.StreamsAsync(2);
        server.Write("still there", s_start);
        Assert.Equal("still there", await follower.NextAsync());
    }

    [Fact]
    public async Task AnEndpointThatIsDeletedEndsIt()
    {
        await using var server = new RawServer(
            RawConnection.Json("[]"),
            connection => connection.AnswerAsync(200, "", "text/event-stream"),
            RawConnection.Json("""{"error":"endpoint not found"}""", 404));
        await using var follower = new Follower(server.Client().Logs, new LogQuery());

        await Expect.FailureAsync(HfErrorKind.EndpointNotFound, () => follower.NextAsync());
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task WhatFailsAtFirstIsReportedAtOnce()
    {
        await using var server = new RawServer(RawConnection.Status(503));
        await using var follower = new Follower(Client(server), new LogQuery());

        await Expect.FailureAsync(HfErrorKind.ServiceUnavailable, () => follower.NextAsync());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task WhatIsNotALineIsLeftOut()
    {
        const string Line = """{"timestamp":"2026-01-02T03:04:05Z","line":"good","stream":"stdout","replica_id":"r"}""";
        var log = new List<string>();
        await using var server = new RawServer((request, connection) => IsStream(request)
            ? connection.AnswerAsync(200, $": hello\n\ndata: ping\n\ndata: {{}}\n\ndata: {Line}\n\n", "text/event-stream")
            : connection.AnswerAsync(200, "[]", "application/json"));
        await using var follower = new Follower(
            server.Client(options => options with { Log = log.Add, RetryDelay = TimeSpan.FromHours(1) }).Logs, new LogQuery());

        Assert.Equal("good", await follower.NextAsync());
        Assert.InRange(log.Count, 2, 3);
    }

    private static bool IsStream(RawRequest request) => request.Target.Contains("/logs/sse", StringComparison.Ordinal);

    // Not the time-out of a request, and not the patience with a silent stream.
    private static bool IsPause(TimeSpan left) => left <= TimeSpan.FromSeconds(8);

    private LogsClient Client(RawServer server) => server.Client(options => options with
    {
        MaxRetries = 0,
        RetryDelay = TimeSpan.FromSeconds(1),
        TimeProvider = _clock,
    }).Logs;
}
