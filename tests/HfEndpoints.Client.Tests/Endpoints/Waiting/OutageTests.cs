using System.Collections.Concurrent;

namespace HfEndpoints.Client.Tests;

public sealed class OutageTests : WaitTests
{
    private readonly ConcurrentQueue<string> _troubles = new();

    [Theory]
    [InlineData(""" "status":503 """)]
    [InlineData(""" "status":500 """)]
    [InlineData(""" "status":429 """)]
    [InlineData(""" "drop":"before" """)]
    [InlineData(""" "drop":"middle" """)]
    public async Task AnOutageIsBridgedAndReportedOnceAtEachEnd(string fault)
    {
        await Service.PutAsync("one", """{"state":"running"}""");
        await Service.FailAsync($$"""{"path":"/v2/endpoint/acme/one","times":3,{{fault}}}""");
        Task<List<EndpointResult>> wait = WaitAsync(Targets("one"), Options(null));

        await RoundsAsync(3);

        Assert.Equal("one", Assert.Single(await wait.WithinDeadlineAsync()).Endpoint?.Name);
        Assert.Equal(2, _troubles.Count);
        Assert.Contains("15 s", _troubles.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneFailureAloneIsNotAnOutage()
    {
        await Service.PutAsync("one", """{"state":"running"}""");
        await Service.FailAsync("""{"path":"/v2/endpoint/acme/one","times":1,"status":503}""");
        Task<List<EndpointResult>> wait = WaitAsync(Targets("one"), Options(null));

        await RoundsAsync(1);

        Assert.NotNull(Assert.Single(await wait.WithinDeadlineAsync()).Endpoint);
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task AnOutageOfManyEndpointsIsReportedOnce()
    {
        await Service.PutManyAsync(30, "running");
        await Service.FailAsync("""{"path":"/v2/endpoint/acme*","times":2,"status":502}""");
        Task<List<EndpointResult>> wait = WaitAsync(
            Enumerable.Range(0, 30).Select(i => new WaitTarget("acme", $"endpoint-{i:000}")), Options(null));

        await RoundsAsync(2);

        Assert.All(await wait.WithinDeadlineAsync(), result => Assert.NotNull(result.Endpoint));
        Assert.Equal(2, _troubles.Count);
    }

    [Fact]
    public async Task WithoutATimeoutAnOutageIsBridgedForFiveMinutes()
    {
        await Service.FailAsync("""{"path":"/v2/endpoint/acme/one","status":503}""");
        Task<List<EndpointResult>> wait = WaitAsync(Targets("one"), Options(null));

        await RoundsAsync(59);
        await Clock.TimerAsync(left => left == Round);
        Assert.False(wait.IsCompleted);
        Clock.Advance(Round);

        Assert.Equal(HfErrorKind.ServiceUnavailable, Assert.Single(await wait.WithinDeadlineAsync()).Error?.Kind);
        Assert.Single(_troubles);
        Assert.Equal(0, Clock.PendingTimers);
    }

    [Theory]
    [InlineData(""" "status":503 """, HfErrorKind.ServiceUnavailable)]
    [InlineData(""" "drop":"before" """, HfErrorKind.ConnectionFailed)]
    public async Task ATimeoutInAnOutageNamesTheOutage(string fault, HfErrorKind kind)
    {
        await Service.FailAsync($$"""{"path":"/v2/endpoint/acme/one",{{fault}}}""");
        Task<List<EndpointResult>> wait = WaitAsync(Targets("one"), Options(TimeSpan.FromMinutes(6)));

        await RoundsAsync(71);
        await Clock.TimerAsync(left => left == Round);
        Assert.False(wait.IsCompleted);
        Clock.Advance(Round);

        Assert.Equal(kind, Assert.Single(await wait.WithinDeadlineAsync()).Error?.Kind);
    }

    [Theory]
    [InlineData(403, HfErrorKind.Forbidden)]
    [InlineData(501, HfErrorKind.NotSupported)]
    public async Task WhatDoesNotPassEndsTheWaitAtOnce(int status, HfErrorKind kind)
    {
        await Service.FailAsync($$"""{"path":"/v2/endpoint/acme/one","status":{{status}}}""");

        Assert.Equal(kind, Assert.Single(await WaitAsync(Targets("one"), Options(null))).Error?.Kind);
    }

    [Fact]
    public async Task AServiceThatAsksForPatienceIsGivenIt()
    {
        await Service.PutAsync("one", """{"state":"running"}""");
        await Service.FailAsync(
            """{"path":"/v2/endpoint/acme/one","times":1,"status":429,"headers":{"Retry-After":"120"}}""");
        Task<List<EndpointResult>> wait = WaitAsync(Targets("one"), Options(null));

        await Clock.PassAsync(TimeSpan.FromSeconds(120));

        Assert.NotNull(Assert.Single(await wait.WithinDeadlineAsync()).Endpoint);
    }

    private WaitOptions Options(TimeSpan? timeout) =>
        new() { FollowEvents = false, Timeout = timeout, Trouble = _troubles.Enqueue };

    private async Task RoundsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Clock.PassAsync(Round);
        }
    }
}
