using System.Globalization;

namespace HfEndpoints.Client.Tests;

/// <summary>The look-up after a create whose answer was lost: when it fails itself, and what it says of time.</summary>
public sealed class LostLookUpTests
{
    private static readonly Dictionary<string, Func<RawConnection, Task>> s_failures = new()
    {
        ["503"] = RawConnection.Status(503),
        ["429"] = RawConnection.Status(429, "Retry-After: 0"),
        ["closed"] = connection => connection.CloseAsync(),
        ["reset"] = connection => connection.ResetAsync(),
        ["page"] = connection => connection.AnswerAsync(200, "<html>", "text/html"),
        ["not gzip"] = connection => connection.AnswerAsync(200, "this is not gzip", "application/json", "Content-Encoding: gzip"),
    };

    private readonly ManualTimeProvider _clock = new(DateTimeOffset.UtcNow);

    public static TheoryData<string> Failures => [.. s_failures.Keys];

    [Fact]
    public async Task AnAnswerThatIsNotTheGzipItAnnouncesIsLookedUp()
    {
        await using var server = new RawServer(s_failures["not gzip"], RawConnection.Json(Created(DateTimeOffset.UtcNow)));

        Assert.Equal("e", (await server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide).WithinDeadlineAsync()).Name);

        Assert.Equal(["POST", "GET"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task ALookUpThatFailsIsMadeAgain(string failure)
    {
        await using var server = new RawServer(
            RawConnection.Status(500),
            s_failures[failure],
            s_failures[failure],
            s_failures[failure],
            s_failures[failure],
            s_failures[failure],
            RawConnection.Json(Created(_clock.GetUtcNow())));
        Task<HfInferenceEndpoint> create = Create(server);
        await PassPausesAsync(create);

        Assert.Equal("e", (await create).Name);
        Assert.Equal(["POST", "GET", "GET", "GET", "GET", "GET", "GET"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task TheFirstPauseOfALookUpIsTheOneOfTheOptions()
    {
        await using var server = new RawServer(
            RawConnection.Status(500), RawConnection.Status(503), RawConnection.Json(Created(_clock.GetUtcNow())));
        Task<HfInferenceEndpoint> create = server
            .Client(options => options with { TimeProvider = _clock, RetryDelay = TimeSpan.FromSeconds(4) })
            .Endpoints.CreateAsync("acme", "e", Samples.Guide);

        await _clock.PassAsync(3, 4);

        Assert.Equal("e", (await create.WithinDeadlineAsync()).Name);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task WhatCannotBeLookedUpIsSaidToBePossible(string failure)
    {
        await using var server = new RawServer(
            (request, connection) => request.Method == "POST" ? connection.AnswerAsync(502, "", null) : s_failures[failure](connection));
        Task<HfInferenceEndpoint> create = Create(server);
        DateTimeOffset begun = _clock.GetUtcNow();
        await PassPausesAsync(create);

        HfException exception = await Expect.FailureAsync(HfErrorKind.ServiceUnavailable, () => create);

        Assert.True(exception.IsOutcomeUnknown);
        Assert.Equal(("acme", "e"), (exception.Namespace, exception.Endpoint));
        Assert.Single(server.Requests, request => request.Method == "POST");
        Assert.InRange(_clock.GetUtcNow() - begun, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task ALookUpThatIsRefusedIsNotMadeAgain()
    {
        await using var server = new RawServer(RawConnection.Status(500), RawConnection.Status(403));

        HfException exception = await Expect.FailureAsync(HfErrorKind.ServiceUnavailable, () => Create(server));

        Assert.True(exception.IsOutcomeUnknown);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(-10, 0, true)]
    [InlineData(10, 0, true)]
    [InlineData(-10, 2, false)]
    [InlineData(10, 2, false)]
    public async Task TheTimeOfTheServiceCountsAndNotOurs(int minutesAhead, int minutesOld, bool isOurs)
    {
        DateTimeOffset now = _clock.GetUtcNow().AddMinutes(minutesAhead);
        string date = $"Date: {now.ToString("R", CultureInfo.InvariantCulture)}";
        await using var server = new RawServer(
            connection => connection.ResetAsync(), RawConnection.Json(Created(now.AddMinutes(-minutesOld)), 200, date));

        if (isOurs)
        {
            Assert.Equal("e", (await Create(server).WithinDeadlineAsync()).Name);
        }
        else
        {
            await Expect.FailureAsync(HfErrorKind.EndpointAlreadyExists, () => Create(server));
        }
    }

    [Fact]
    public async Task AnEndpointThatAnotherSenderWasGivenIsNotTakenForOurs()
    {
        await using Service service = await Service.StartAsync();
        await service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide);
        await service.FailAsync("""{"method":"POST","status":500,"times":1}""");

        await Expect.FailureAsync(
            HfErrorKind.EndpointAlreadyExists, () => service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide));
    }

    [Theory]
    [InlineData("""{"method":"POST","status":500,"drop":"after"}""")]
    [InlineData("""{"method":"POST","drop":"after","times":1}""")]
    [InlineData("""{"method":"POST","status":500,"times":3}""")]
    [InlineData("""{"path":"/v2/endpoint/acme/e","status":503,"times":2}""")]
    public async Task OfManySendersOfTheSameCreateOnlyItsOwnIsGivenTheEndpoint(string fault)
    {
        await using Service service = await Service.StartAsync();
        await service.FailAsync(fault);
        HfException?[] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await service.Client.Endpoints.CreateAsync("acme", "e", Samples.Guide);
                return null;
            }
            catch (HfException exception)
            {
                return exception;
            }
        })).WithinDeadlineAsync();

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<HfException>(), outcome => Assert.Equal(HfErrorKind.EndpointAlreadyExists, outcome.Kind));
    }

    [Fact]
    public async Task ACreateThatIsCancelledOnceSentSaysSo()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(connection => connection.HangAsync());
        Task<HfInferenceEndpoint> create = server.Client().Endpoints.CreateAsync("acme", "e", Samples.Guide, cancel.Token);
        await server.ReceivedAsync(1);

        await cancel.CancelAsync();

        CreateCanceledException exception = await Assert.ThrowsAsync<CreateCanceledException>(() => create.WithinDeadlineAsync());
        Assert.Equal(("acme", "e"), (exception.Namespace, exception.Endpoint));
    }

    [Fact]
    public async Task ACreateThatWasOnlyRefusedBeforeIsCancelledLikeAnyOther()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new RawServer(RawConnection.Status(429, "Retry-After: 100"));
        Task<HfInferenceEndpoint> create = Create(server, cancel.Token);
        await _clock.TimerAsync(left => left >= TimeSpan.FromSeconds(100));

        await cancel.CancelAsync();

        Exception exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => create.WithinDeadlineAsync());
        Assert.IsNotType<CreateCanceledException>(exception);
    }

    // The time-out of a request is longer.
    private async Task PassPausesAsync(Task create)
    {
        while (!create.IsCompleted)
        {
            Task<TimeSpan> pause = _clock.TimerAsync(left => left < TimeSpan.FromSeconds(9));
            if (await Task.WhenAny(create, pause).WithinDeadlineAsync() == pause)
            {
                _clock.Advance(await pause);
            }
        }
    }

    private Task<HfInferenceEndpoint> Create(RawServer server, CancellationToken cancellationToken = default) =>
        server.Client(options => options with { TimeProvider = _clock })
            .Endpoints.CreateAsync("acme", "e", Samples.Guide, cancellationToken);

    private static string Created(DateTimeOffset at) => $$"""
        {"name":"e","type":"authenticated","provider":{"vendor":"aws","region":"us-east-1"},
         "compute":{"accelerator":"cpu","instanceType":"intel-icl","instanceSize":"x2","scaling":{"minReplica":1,"maxReplica":1} },
         "model":{"repository":"gpt2","framework":"pytorch","task":"text-generation","image":{"huggingface":{} } },
         "status":{"state":"pending","createdAt":"{{at:O}}"} }
        """;
}
