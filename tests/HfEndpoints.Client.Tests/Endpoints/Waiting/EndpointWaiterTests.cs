using System.Collections.Concurrent;

namespace HfEndpoints.Client.Tests;

public sealed class EndpointWaiterTests : WaitTests
{
    [Fact]
    public async Task AnEndpointThatIsReadyIsGivenAtOnce()
    {
        await Service.PutAsync("e");

        EndpointResult result = Assert.Single(await WaitAsync(Targets("e")));

        Assert.Equal(new WaitTarget("acme", "e"), result.Target);
        Assert.Null(result.Error);
        Assert.Equal("running", result.Endpoint?.Status);
        Assert.Equal(["GET /v2/endpoint/acme/e", "GET /serve/acme/e/health"], await Service.RoutesAsync());
    }

    [Fact]
    public async Task ANewEndpointIsWaitedForUntilItRunsAndReportedEachSecond()
    {
        var looks = new ConcurrentQueue<WaitProgress>();
        await Service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide);
        Task<List<EndpointResult>> wait = WaitAsync(
            Targets("e"), new WaitOptions
            {
                FollowEvents = false,
                Progress = looks.Enqueue,
            });
        foreach (int seconds in (int[])[0, 8, 1, 30])
        {
            await Clock.TimerAsync(left => left == Round);
            Service.Advance(TimeSpan.FromSeconds(seconds));
            Clock.Advance(Round);
        }

        Assert.Equal("running", Assert.Single(await wait.WithinDeadlineAsync()).Endpoint?.Status);
        Assert.Empty(((string[])["pending 0", "pending 5", "initializing 10", "initializing 15", "running 20"])
            .Except(looks.Select(look => $"{look.Endpoint.Status} {look.Elapsed.TotalSeconds}")));
        Assert.Equal(Enumerable.Range(0, 21).Select(second => (double)second), looks.Select(look => look.Elapsed.TotalSeconds).Distinct());
        Assert.Equal(0, Clock.PendingTimers);
    }

    [Fact]
    public async Task ReadyMeansAnAddressAndAHealthRouteThatAnswers200()
    {
        int looks = 0;
        int probes = 0;
        var progress = new ConcurrentQueue<bool>();
        await using var server = new RawServer((request, connection) =>
        {
            if (request.Target != "/v2/endpoint/acme/e")
            {
                return connection.AnswerAsync(probes++ switch { 0 => 503, 1 => 404, 2 => 204, _ => 200 }, "", null);
            }

            string url = looks++ == 0 ? "null" : $"\"http://{request.Headers["host"]}/serve/\"";
            return connection.AnswerAsync(
                200,
                $$"""{"name":"e","healthRoute":"/v1/up","status":{"state":"running","url":{{url}} } }""", "application/json");
        });
        Task<List<EndpointResult>> wait = Expect.AllAsync(Client(server.Address).GetWaiter().WaitAsync(
            Targets("e"), new WaitOptions { FollowEvents = false, Progress = look => progress.Enqueue(look.IsAnswering) }));
        for (int round = 0; round < 4; round++)
        {
            await Clock.PassAsync(Round);
        }

        Assert.NotNull(Assert.Single(await wait.WithinDeadlineAsync()).Endpoint);
        Assert.Equal([false, true], progress.Distinct());
        RawRequest[] health = [.. server.Requests.Where(request => request.Target == "/serve/v1/up")];
        Assert.Equal(4, health.Length);
        Assert.All(health, request => Assert.Equal($"Bearer {TestClient.Token}", request.Authorization));
    }

    [Fact]
    public async Task AHealthRouteThatHangsIsAskedAgainInTheNextRound()
    {
        int probes = 0;
        await using var server = new RawServer((request, connection) => request.Target.StartsWith("/v2", StringComparison.Ordinal)
            ? connection.AnswerAsync(
                200,
                $$"""{"name":"e","healthRoute":"/up","status":{"state":"running","url":"http://{{request.Headers["host"]}}"} }""",
                "application/json")
            : probes++ == 0 ? connection.HangAsync() : connection.AnswerAsync(200, "", null));
        Task<List<EndpointResult>> wait = Expect.AllAsync(
            Client(server.Address).GetWaiter().WaitAsync(Targets("e"), new WaitOptions { FollowEvents = false }));
        await server.ReceivedAsync(2);

        await Clock.PassAsync(TimeSpan.FromSeconds(10));
        await Clock.PassAsync(Round);

        Assert.NotNull(Assert.Single(await wait.WithinDeadlineAsync()).Endpoint);
    }

    [Theory]
    [InlineData("failed", HfErrorKind.EndpointFailed, "out of memory")]
    [InlineData("updateFailed", HfErrorKind.EndpointFailed, "out of memory")]
    [InlineData("paused", HfErrorKind.EndpointNotRunning, "paused")]
    [InlineData("scaledToZero", HfErrorKind.EndpointNotRunning, "zero")]
    public async Task AnEndpointThatCannotComeEndsAtOnceAndTheOthersContinue(string state, HfErrorKind kind, string text)
    {
        await Service.PutAsync("hopeless", $$"""{"state":"{{state}}","message":"{{(kind == HfErrorKind.EndpointFailed ? text : "")}}"}""");
        await Service.PutAsync("slow", """{"state":"initializing"}""");
        await using IAsyncEnumerator<EndpointResult> results = Waiter(Targets("slow", "hopeless"), new WaitOptions { FollowEvents = false })
            .GetAsyncEnumerator();

        EndpointResult hopeless = await NextAsync(results);
        await Service.PutAsync("slow", """{"state":"running"}""");
        await Clock.PassAsync(Round);
        EndpointResult slow = await NextAsync(results);

        Assert.Equal("hopeless", hopeless.Target.Name);
        Assert.Null(hopeless.Endpoint);
        Assert.Equal(kind, hopeless.Error?.Kind);
        Assert.Contains(text, hopeless.Error?.Message, StringComparison.Ordinal);
        Assert.Contains("'hopeless'", hopeless.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(("slow", "running"), (slow.Target.Name, slow.Endpoint?.Status));
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task AnEndpointThatIsDeletedMeanwhileEnds()
    {
        await Service.PutAsync("e", """{"state":"initializing"}""");
        Task<List<EndpointResult>> wait = WaitAsync(Targets("e", "never-there"));
        await Clock.TimerAsync(left => left == Round);
        await Service.Client.Endpoints.DeleteAsync("acme", "e");
        Clock.Advance(Round);

        List<EndpointResult> results = await wait.WithinDeadlineAsync();

        Assert.Equal(["never-there", "e"], results.Select(result => result.Target.Name));
        Assert.All(results, result => Assert.Equal(HfErrorKind.EndpointNotFound, result.Error?.Kind));
    }

    [Fact]
    public async Task AnotherStateNeedsNoHealth()
    {
        await Service.PutAsync("e", """{"state":"paused"}""");

        EndpointResult result = Assert.Single(await WaitAsync(Targets("e"), new WaitOptions { FollowEvents = false, State = "Paused" }));

        Assert.Equal("paused", result.Endpoint?.Status);
        Assert.Equal(["GET /v2/endpoint/acme/e"], await Service.RoutesAsync());
    }

    [Fact]
    public async Task ATokenThatMayNotAskTheEndpointEndsTheWait()
    {
        await Service.PutAsync("e");
        HfClient client = Service.ClientWith(options => options with
        {
            TimeProvider = Clock,
            Token = HfToken.FromText("hf_noinfer_token", "test"),
        });

        EndpointResult result = Assert.Single(
            await Expect.AllAsync(client.GetWaiter().WaitAsync(Targets("e"), new WaitOptions { FollowEvents = false })));

        Assert.Equal(HfErrorKind.Forbidden, result.Error?.Kind);
    }

    [Fact]
    public async Task ATargetNamedTwiceIsWaitedForOnce()
    {
        await Service.PutAsync("e");

        Assert.Single(await WaitAsync(Targets("e", "e")));
    }

    [Fact]
    public async Task WithoutTargetsThereIsNothingToWaitFor()
    {
        Assert.Empty(await WaitAsync([]));
        Assert.Empty(await Service.RequestsAsync());
    }

    [Fact]
    public async Task EachIsGivenAsSoonAsItIsReady()
    {
        string[] names = ["a", "b", "c"];
        foreach (string name in names)
        {
            await Service.PutAsync(name, """{"state":"initializing"}""");
        }

        await using IAsyncEnumerator<EndpointResult> results = Waiter(Targets(names), new WaitOptions { FollowEvents = false })
            .GetAsyncEnumerator();
        foreach (string name in Enumerable.Reverse(names))
        {
            ValueTask<bool> next = results.MoveNextAsync();
            await Clock.TimerAsync(left => left == Round);
            Assert.False(next.IsCompleted);
            await Service.PutAsync(name, """{"state":"running"}""");
            Clock.Advance(Round);

            Assert.True(await next.AsTask().WithinDeadlineAsync());
            Assert.Equal(name, results.Current.Target.Name);
        }

        Assert.False(await results.MoveNextAsync());
    }

    private static async Task<EndpointResult> NextAsync(IAsyncEnumerator<EndpointResult> results)
    {
        Assert.True(await results.MoveNextAsync().AsTask().WithinDeadlineAsync());
        return results.Current;
    }
}
