namespace HfEndpoints.Client.Tests;

public sealed class PlainLogTests
{
    private const string Log =
        "2026-01-02T03:04:05.5Z INFO up\nERROR down\nWARNING: low\n{\"level\":\"WARN\",\"m\":\"x\"}\nno level, error inside\n";

    [Fact]
    public async Task LinesSayWhatTheyHold()
    {
        await using RawServer server = Serve(Log);

        HfLogEntry[] entries = await ReadAsync(server, new LogQuery { Tail = 9, Replica = "r" });

        Assert.Equal(["INFO", "ERROR", "WARN", "WARN", null], entries.Select(entry => entry.Level));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero), entries[0].Timestamp);
        Assert.Equal(Log.Split('\n')[0], entries[0].Line);
        Assert.All(entries.Skip(1), entry => Assert.Null(entry.Timestamp));
        Assert.Equal("/v2/endpoint/acme/e/logs?replica=r&tail=9", server.Requests[^1].Target);
    }

    [Theory]
    [InlineData("warning", null, null, new[] { "WARNING: low", "{\"level\":\"WARN\",\"m\":\"x\"}" })]
    [InlineData("INFO", null, null, new[] { "2026-01-02T03:04:05.5Z INFO up", "no level, error inside" })]
    [InlineData(null, "ERR", null, new[] { "ERROR down", "no level, error inside" })]
    [InlineData(null, "ERR", 1, new[] { "no level, error inside" })]
    public async Task TheFiltersAreAppliedHereAndBeforeTheTail(string? level, string? search, int? tail, string[] expected)
    {
        await using RawServer server = Serve(Log);

        HfLogEntry[] entries = await ReadAsync(server, new LogQuery { Level = level, Search = search, Tail = tail });

        Assert.Equal(expected, entries.Select(entry => entry.Line));
        Assert.Equal("/v2/endpoint/acme/e/logs", server.Requests[^1].Target);
    }

    [Fact]
    public async Task WhatIsDoneHereAndWhatCanNotBeDoneIsReported()
    {
        var log = new List<string>();
        await using RawServer server = Serve(Log);
        HfClient client = server.Client(options => options with { Log = log.Add });

        await Expect.AllAsync(client.Logs.ReadAsync(
            "acme", "e", new LogQuery { Level = "INFO", Search = "x", Since = DateTimeOffset.UnixEpoch }));

        Assert.Matches("search.*level.*since", Assert.Single(log));
    }

    [Fact]
    public async Task AFollowerContinuesAfterTheLinesItHas()
    {
        await using RawServer server = Serve(
            "",
            connection => connection.AnswerAsync(200, Events("a", "b", "b"), "text/event-stream"),
            connection => connection.AnswerAsync(200, Events("older", "a", "b", "b", "c", "b"), "text/event-stream"));
        await using var follower = new Follower(server.Client().Logs, new LogQuery { Tail = 3 });

        Assert.Equal(["a", "b", "b", "c", "b"], await follower.NextAsync(5));
        Assert.Equal(
            ["/v2/endpoint/acme/e/logs/sse?tail=3", "/v2/endpoint/acme/e/logs/sse?tail=1000"],
            server.Requests.Skip(1).Take(2).Select(request => request.Target));
    }

    [Fact]
    public async Task ABreakMayKeepBackMoreLinesThanCameBefore()
    {
        await using RawServer server = Serve(
            "",
            async connection =>
            {
                await connection.BeginChunkedAsync("text/event-stream");
                await connection.ChunkAsync(Events("line 0") + "data: li");
                await connection.CloseAsync();
            },
            connection => connection.AnswerAsync(200, "", "text/event-stream"),
            connection => connection.AnswerAsync(200, Lines(0, 50), "text/event-stream"));
        await using var follower = new Follower(server.Client().Logs, new LogQuery());

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"line {number}"), await follower.NextAsync(50));
    }

    [Fact]
    public async Task AFollowerFindsItsPlaceInALogThatIsLongerThanWhatItAsksForAgain()
    {
        await using RawServer server = Serve(
            "",
            connection => connection.AnswerAsync(200, Lines(0, 1500), "text/event-stream"),
            connection => connection.AnswerAsync(200, Lines(800, 900), "text/event-stream"),
            connection => connection.AnswerAsync(200, Lines(800, 1800), "text/event-stream"));
        await using var follower = new Follower(server.Client().Logs, new LogQuery());

        Assert.Equal(Enumerable.Range(0, 1800).Select(number => $"line {number}"), await follower.NextAsync(1800));
    }

    [Fact]
    public async Task AFollowerDoesNotWaitForLinesThatAreGone()
    {
        var clock = new ManualTimeProvider();
        await using RawServer server = Serve(
            "",
            connection => connection.AnswerAsync(200, Events("a", "b", "c"), "text/event-stream"),
            async connection =>
            {
                await connection.BeginAsync("text/event-stream");
                await connection.WriteAsync(Events("new"));
                await connection.HangAsync();
            });
        await using var follower = new Follower(
            server.Client(options => options with { TimeProvider = clock }).Logs, new LogQuery());
        Assert.Equal(["a", "b", "c"], await follower.NextAsync(3));

        await server.ReceivedAsync(3);
        await clock.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal("new", await follower.NextAsync());
    }

    private static string Events(params string[] lines) => string.Concat(lines.Select(line => $"data: {line}\n\n"));

    private static string Lines(int begin, int end) =>
        Events([.. Enumerable.Range(begin, end - begin).Select(number => $"line {number}")]);

    // A service that can't search, with a log as text or what its streams do one after the other.
    private static RawServer Serve(string log, params Func<RawConnection, Task>[] streams)
    {
        int stream = 0;
        return new RawServer((request, connection) =>
            request.Target.StartsWith("/v3/", StringComparison.Ordinal)
                ? connection.AnswerAsync(501, "Log search not available on this deployment", "text/plain")
                : request.Target.Contains("/sse", StringComparison.Ordinal)
                    ? streams[Math.Min(stream++, streams.Length - 1)](connection)
                    : connection.AnswerAsync(200, log, "text/plain"));
    }

    private static async Task<HfLogEntry[]> ReadAsync(RawServer server, LogQuery query) =>
        [.. (await Expect.AllAsync(server.Client().Logs.ReadAsync("acme", "e", query)).WithinDeadlineAsync()).SelectMany(page => page)];
}
