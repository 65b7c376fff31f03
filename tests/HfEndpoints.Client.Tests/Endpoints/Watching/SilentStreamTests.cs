using System.Collections.Concurrent;

namespace HfEndpoints.Client.Tests;

public sealed class SilentStreamTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentDictionary<string, string> _states = new() { ["a"] = "initializing", ["b"] = "initializing" };

    [Fact]
    public async Task AChangeIsSeenThoughTheStreamIsOpenAndDead()
    {
        await using var server = new RawServer(async (request, connection) =>
        {
            if (IsStream(request))
            {
                await connection.BeginAsync("text/event-stream");
                await connection.HangAsync();
                return;
            }

            await AnswerAsync(request, connection);
        });
        await using IAsyncEnumerator<EndpointResult> watch = Watch(server, "a");
        Assert.Equal("initializing", await NextStateAsync(watch));
        await server.ReceivedAsync(2);
        Task<string> next = NextStateAsync(watch);

        _states["a"] = "running";
        for (int intervals = 0; intervals < 3; intervals++)
        {
            await _clock.PassAsync(s_interval);
        }

        Assert.Equal("running", await next);

        // The stream that kept the change back is not relied on any more.
        await Deadline.UntilAsync(() => Task.FromResult(server.Requests.Count(IsStream) == 2));
    }

    [Fact]
    public async Task AStreamThatSpeaksKeepsTheServiceFromBeingAsked()
    {
        var said = new TaskCompletionSource<RawConnection>();
        await using var server = new RawServer(async (request, connection) =>
        {
            if (IsStream(request))
            {
                await connection.BeginAsync("text/event-stream");
                said.SetResult(connection);
                await connection.HangAsync();
                return;
            }

            await AnswerAsync(request, connection);
        });
        await using IAsyncEnumerator<EndpointResult> watch = Watch(server, "a");
        await NextStateAsync(watch);
        RawConnection stream = await said.Task.WithinDeadlineAsync();
        await server.ReceivedAsync(2);
        int asked = server.Requests.Count;

        foreach (string state in new[] { "updating", "initializing", "running" })
        {
            await _clock.PassAsync(s_interval);
            await _clock.PassAsync(s_interval);
            Task<string> next = NextStateAsync(watch);
            await stream.WriteAsync($$$"""data: {"name":"a","status":{"state":"{{{state}}}"}}{{{"\n\n"}}}""");
            Assert.Equal(state, await next);
        }

        Assert.Equal(asked, server.Requests.Count);
    }

    [Fact]
    public async Task ALookThatHangsKeepsBackNoNews()
    {
        var open = new TaskCompletionSource<RawConnection>();
        int asked = 0;
        await using var server = new RawServer(async (request, connection) =>
        {
            if (request.Target.EndsWith("/a/sse", StringComparison.Ordinal))
            {
                await connection.AnswerAsync(501, "", null);
            }
            else if (IsStream(request))
            {
                await connection.BeginAsync("text/event-stream");
                open.SetResult(connection);
                await connection.HangAsync();
            }
            else if (request.Target.EndsWith("/b", StringComparison.Ordinal))
            {
                await AnswerAsync(request, connection);
            }
            else if (Interlocked.Increment(ref asked) > 3)
            {
                await connection.HangAsync();
            }
            else
            {
                await AnswerAsync(request, connection);
            }
        });
        await using IAsyncEnumerator<EndpointResult> watch = Watch(server, "a", "b");
        await NextStateAsync(watch);
        await NextStateAsync(watch);
        RawConnection stream = await open.Task.WithinDeadlineAsync();
        for (int looks = 0; looks < 3; looks++)
        {
            await LookAsync(server);
        }

        Assert.Equal(4, asked);
        Task<string> next = NextStateAsync(watch);
        await stream.WriteAsync("data: {\"name\":\"b\",\"status\":{\"state\":\"running\"}}\n\n");

        Assert.Equal("running", await next);
    }

    [Fact]
    public async Task AnOutageIsBridgedByAWatchToo()
    {
        bool isDown = false;
        var troubles = new ConcurrentQueue<string>();
        await using var server = new RawServer((request, connection) => isDown
            ? connection.AnswerAsync(503, "", null)
            : IsStream(request) ? connection.AnswerAsync(501, "", null) : AnswerAsync(request, connection));
        await using IAsyncEnumerator<EndpointResult> watch = server
            .Client(options => options with { TimeProvider = _clock })
            .GetWatcher()
            .WatchAsync([new("acme", "a")], new WatchOptions { RefreshInterval = s_interval, Trouble = troubles.Enqueue })
            .GetAsyncEnumerator();
        await NextStateAsync(watch);
        Task<string> next = NextStateAsync(watch);

        isDown = true;
        while (troubles.IsEmpty)
        {
            await LookAsync(server);
        }

        (isDown, _states["a"]) = (false, "running");
        await LookAsync(server);

        Assert.Equal("running", await next);
        Assert.Equal(2, troubles.Count);

        isDown = true;
        Task<bool> last = watch.MoveNextAsync().AsTask();
        while (!last.IsCompleted)
        {
            await Task.WhenAny(last, LookAsync(server));
        }

        Assert.True(await last);
        Assert.Equal(HfErrorKind.ServiceUnavailable, watch.Current.Error?.Kind);
    }

    private static bool IsStream(RawRequest request) => request.Target.EndsWith("/sse", StringComparison.Ordinal);

    private Task AnswerAsync(RawRequest request, RawConnection connection)
    {
        string name = request.Target.Split('/')[^1];
        string body = _states.TryGetValue(name, out string? state)
            ? Endpoint(name, state)
            : $$"""{"items":[{{string.Join(',', _states.Select(one => Endpoint(one.Key, one.Value)))}}],"totalItems":2}""";
        return connection.AnswerAsync(200, body, "application/json");

        static string Endpoint(string name, string state) => $$$"""{"name":"{{{name}}}","status":{"state":"{{{state}}}"}}""";
    }

    // Time passes only as fast as the looks come, so that none is overtaken by the end of patience.
    private async Task LookAsync(RawServer server)
    {
        int count = server.Requests.Count;
        await _clock.PassAsync(s_interval);
        await server.ReceivedAsync(count + 1);
    }

    private static async Task<string> NextStateAsync(IAsyncEnumerator<EndpointResult> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WithinDeadlineAsync());
        return watch.Current.Endpoint?.Status ?? watch.Current.Error!.Message;
    }

    private IAsyncEnumerator<EndpointResult> Watch(RawServer server, params string[] names) => server
        .Client(options => options with { TimeProvider = _clock })
        .GetWatcher()
        .WatchAsync(names.Select(name => new WaitTarget("acme", name)), new WatchOptions { RefreshInterval = s_interval })
        .GetAsyncEnumerator();
}
