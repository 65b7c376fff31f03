namespace HfEndpoints.Client.Tests;

public sealed class LogReadingTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task PagesComeOldestFirstAndOnlyAsTheyAreWanted()
    {
        await using LogServer server = Filled(25, pageSize: 10);
        IAsyncEnumerator<IReadOnlyList<HfLogEntry>> pages = server.Logs().ReadAsync("acme", "e").GetAsyncEnumerator();
        await using (pages)
        {
            Assert.True(await pages.MoveNextAsync().AsTask().WithinDeadlineAsync());
            Assert.Equal(10, pages.Current.Count);
            Assert.Single(server.Server.Requests);
        }

        Assert.Equal(Lines(0, 25), await ReadAsync(server, null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(23)]
    [InlineData(99)]
    public async Task ATailIsTheNewestLinesHoweverManyPagesThatTakes(int tail)
    {
        await using LogServer server = Filled(25, pageSize: 10);

        int begin = Math.Max(0, 25 - tail);
        Assert.Equal(Lines(begin, 25), await ReadAsync(server, new LogQuery { Tail = tail }));
    }

    [Fact]
    public async Task TheTokenStaysWithTheServiceWhateverHostALinkNames()
    {
        await using LogServer server = Filled(25, pageSize: 10);

        await ReadAsync(server, new LogQuery { Search = "l i+n&e", Replica = "r" });

        Assert.All(
            server.Server.Requests,
            request => Assert.StartsWith(
                "/v3/endpoint/acme/e/logs?replica=r&search=l%20i%2Bn%26e&", request.Target, StringComparison.Ordinal));
        Assert.All(server.Server.Requests, request => Assert.NotNull(request.Authorization));
    }

    [Fact]
    public async Task ALogThatGrowsHasAnEnd()
    {
        // Each page has a next one, as when lines are written faster than they are read.
        int number = 0;
        await using var server = new RawServer((request, connection) => RawConnection.Json(
            Page(number++), 200, $"Link: </v3?after={number}>; rel=next")(connection));

        List<IReadOnlyList<HfLogEntry>> pages = await Expect
            .AllAsync(server.Client().Logs.ReadAsync("acme", "e"))
            .WithinDeadlineAsync();

        Assert.True(pages.Count < 5, $"{pages.Count} pages");
    }

    [Fact]
    public async Task ACursorThatComesAgainIsAnError()
    {
        await using var server = new RawServer((request, connection) => RawConnection.Json(
            Page(request.Target.Split('&', '?').Contains("limit=1") ? 99 : 0),
            200,
            "Link: </v3?after=same>; rel=\"next\"")(connection));

        await Expect.FailureAsync(
            HfErrorKind.InvalidResponse, () => Expect.AllAsync(server.Client().Logs.ReadAsync("acme", "e")));
    }

    [Fact]
    public async Task AnExpiredCursorSaysFromWhenToReadAgain()
    {
        await using var server = new RawServer(
            RawConnection.Json(Page(0), 200, "Link: </v3?after=a>; rel=\"next\""),
            RawConnection.Json(Page(9)),
            RawConnection.Json("""{"error":"cursor has expired"}""", 400));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => Expect.AllAsync(server.Client().Logs.ReadAsync("acme", "e")));

        Assert.Contains("cursor has expired", exception.Message, StringComparison.Ordinal);
        Assert.Contains("2026-01-02T03:04:05Z", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatNoLineCanMatchIsRefusedBeforeARequest()
    {
        await using var server = new RawServer(RawConnection.Json("[]"));
        LogsClient logs = server.Client().Logs;
        var reversed = new LogQuery { Since = s_start, Until = s_start.AddSeconds(-1) };

        await RefusedAsync(() => Expect.AllAsync(logs.ReadAsync("acme", "e", reversed)));
        await RefusedAsync(() => logs.DownloadAsync("acme", "e", reversed, Stream.Null));
        await RefusedAsync(() => Expect.AllAsync(logs.ReadAsync("acme", "e", new LogQuery { Tail = -1 })));
        await RefusedAsync(() => Expect.AllAsync(logs.FollowAsync("acme", "e", new LogQuery { Until = s_start })));

        Assert.Empty(server.Requests);

        static Task RefusedAsync(Func<Task> call) => Expect.FailureAsync(HfErrorKind.InvalidRequest, call);
    }

    [Fact]
    public async Task TimesGoOutInUtc()
    {
        await using var server = new RawServer(RawConnection.Json("[]"));

        await Expect.AllAsync(server.Client().Logs.ReadAsync(
            "acme", "e", new LogQuery { Since = new DateTimeOffset(2026, 1, 1, 2, 0, 0, 500, TimeSpan.FromHours(2)) }));

        Assert.Contains("since=2026-01-01T00%3A00%3A00.5Z&", server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v2", "/v3/endpoint/")]
    [InlineData("api/v2", "/api/v3/endpoint/")]
    [InlineData("api/v2/", "/api/v3/endpoint/")]
    [InlineData("api", "/api/v3/endpoint/")]
    [InlineData("", "/v3/endpoint/")]
    public async Task TheSearchIsBesideTheRestOfTheApi(string root, string expected)
    {
        await using var server = new RawServer(RawConnection.Json("[]"));
        HfClient client = server.Client(options => options with { EndpointsUri = new Uri(server.Address, root) });

        await Expect.AllAsync(client.Logs.ReadAsync("acme", "e"));

        Assert.StartsWith(expected, server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingEndpointIsReported()
    {
        await using var server = new RawServer(RawConnection.Json("""{"error":"not found"}""", 404));

        await Expect.FailureAsync(
            HfErrorKind.EndpointNotFound, () => Expect.AllAsync(server.Client().Logs.ReadAsync("acme", "e")));
    }

    private static LogServer Filled(int count, int pageSize)
    {
        var server = new LogServer { PageSize = pageSize };
        for (int i = 0; i < count; i++)
        {
            server.Write($"line {i}", s_start.AddSeconds(i));
        }

        return server;
    }

    private static IEnumerable<string> Lines(int begin, int end) =>
        Enumerable.Range(begin, end - begin).Select(number => $"line {number}");

    private static string Page(int second) =>
        $$"""[{"timestamp":"{{LogTimes.Text(s_start.AddSeconds(second))}}","line":"x","stream":"stdout","replica_id":"r"}]""";

    private static async Task<IEnumerable<string>> ReadAsync(LogServer server, LogQuery? query) =>
        (await Expect.AllAsync(server.Logs().ReadAsync("acme", "e", query)).WithinDeadlineAsync())
            .SelectMany(page => page.Select(entry => entry.Line));
}
