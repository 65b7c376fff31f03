using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;
using HfEndpoints.Emulator;

namespace HfEndpoints.Client.Tests;

/// <summary>One batch that goes through several endpoints.</summary>
public sealed class BatchEndpointsTests : IDisposable
{
    private readonly BatchFolder _folder = new();
    private readonly List<string> _troubles = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EachEndpointIsSentAsMuchAsItAccepts()
    {
        await using Service large = await ServiceAsync(16);
        await using Service middle = await ServiceAsync(8);
        await using Service small = await ServiceAsync(4);

        HfBatchResult result = await RunAsync(_folder.WriteJobs(2000), Clients(large, middle, small)).WithinDeadlineAsync();

        AssertAnswered(result, 2000);
        Assert.Equal(["e", "e", "e"], result.Endpoints.Select(endpoint => endpoint.Name));
        Assert.InRange(result.Endpoints[0].Concurrency, 11, 20);
        Assert.InRange(result.Endpoints[1].Concurrency, 5, 10);
        Assert.InRange(result.Endpoints[2].Concurrency, 2, 5);
        Assert.Equal(2000, result.Endpoints.Sum(endpoint => endpoint.Succeeded));
        Assert.Equal(result.Endpoints.Sum(endpoint => endpoint.Concurrency), result.Concurrency);
        Assert.True(result.Endpoints[0].Succeeded > result.Endpoints[1].Succeeded);
        Assert.True(result.Endpoints[1].Succeeded > result.Endpoints[2].Succeeded);
        Assert.InRange(result.HighestConcurrency, 24, 80);
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task OneThatIsKilledLeavesItsJobsToTheOthers()
    {
        await using Service large = await ServiceAsync(16);
        Service killed = await ServiceAsync(8);
        await using Service small = await ServiceAsync(4);

        HfBatchResult result = await RunAsync(
            _folder.WriteJobs(1500), Clients(large, killed, small), once: () => killed.DisposeAsync().AsTask()).WithinDeadlineAsync();

        AssertAnswered(result, 1500);
        Assert.InRange(result.Endpoints[1].Succeeded, 1, 800);
        Assert.NotNull(result.Endpoints[1].Message);
        Assert.Single(_troubles);
    }

    [Theory]
    [InlineData("""{"state":"paused"}""")]
    [InlineData("""{"state":"failed"}""")]
    [InlineData("""{"state":"running","model":{"repository":"me/other","image":{"tei":{"url":"text-embeddings-inference:1.9"} } } }""")]
    public async Task OneThatCanNoLongerAnswerLeavesItsJobsToTheOthers(string change)
    {
        await using Service service = await ServiceAsync(8);
        await using Service other = await ServiceAsync(8);

        HfBatchResult result = await RunAsync(
            _folder.WriteJobs(800), Clients(service, other), once: () => other.PutAsync("e", change)).WithinDeadlineAsync();

        AssertAnswered(result, 800);
        Assert.InRange(result.Endpoints[1].Succeeded, 1, 500);
        Assert.StartsWith("Endpoint 'e' ", Assert.Single(_troubles), StringComparison.Ordinal);
        Assert.EndsWith(result.Endpoints[1].Message!, _troubles[0], StringComparison.Ordinal);
        Assert.Null(result.Endpoints[0].Message);
    }

    [Fact]
    public async Task OneThatIsDeletedLeavesItsJobsToTheOthers()
    {
        await using Service service = await ServiceAsync(8);
        await using Service other = await ServiceAsync(8);

        HfBatchResult result = await RunAsync(
            _folder.WriteJobs(800),
            Clients(service, other),
            once: () => other.Client.Endpoints.DeleteAsync("acme", "e")).WithinDeadlineAsync();

        AssertAnswered(result, 800);
        Assert.Single(_troubles);
    }

    [Fact]
    public async Task JobsThatOneRefusesAreAnsweredByTheOthers()
    {
        await using Service service = await ServiceAsync(8);
        await using Service full = await ServiceAsync(8);
        await full.FailAsync("""{"method":"POST","path":"/serve/*","status":429}""");

        HfBatchResult result = await RunAsync(_folder.WriteJobs(500), Clients(full, service)).WithinDeadlineAsync();

        AssertAnswered(result, 500);
        Assert.Equal((0, 500), (result.Endpoints[0].Succeeded, result.Endpoints[1].Succeeded));
        Assert.InRange(result.Endpoints[0].Refusals, 1, 200);
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task OneThatSleepsWakesWhileTheOthersWork()
    {
        await using Service service = await ServiceAsync(4);
        await using Service asleep = await ServiceAsync(4, """{"state":"scaledToZero"}""");
        var isAwake = new TaskCompletionSource();

        HfBatchResult result = await RunAsync(
            BatchInput.FromJobs(JobsAsync()),
            Clients(service, asleep),
            once: () =>
            {
                // Others are answered, and it is not up yet.
                asleep.Advance(TimeSpan.FromMinutes(10));
                isAwake.SetResult();
                return Task.CompletedTask;
            }).WithinDeadlineAsync();

        AssertAnswered(result, 800);
        Assert.All(result.Endpoints, endpoint => Assert.InRange(endpoint.Succeeded, 1, 799));
        Assert.All(result.Endpoints, endpoint => Assert.Null(endpoint.Message));

        async IAsyncEnumerable<string> JobsAsync()
        {
            for (int i = 0; i < 800; i++)
            {
                await (i == 100 ? isAwake.Task : Task.CompletedTask);
                yield return $$"""{"id":"job-{{i}}","prompt":"I am {{i}}"}""";
            }
        }
    }

    [Fact]
    public async Task TheLastJobsDoNotWaitForOneThatStarts()
    {
        await using Service service = await ServiceAsync(4);
        await using Service asleep = await ServiceAsync(4, """{"state":"scaledToZero"}""");

        HfBatchResult result = await RunAsync(_folder.WriteJobs(200), Clients(asleep, service)).WithinDeadlineAsync();

        AssertAnswered(result, 200);
        Assert.Equal((0, 200), (result.Endpoints[0].Succeeded, result.Endpoints[1].Succeeded));
        Assert.NotNull(result.Endpoints[0].Message);
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task OneThatStartsIsNeededAfterAllIfTheOthersFail()
    {
        await using Service asleep = await ServiceAsync(4, """{"state":"scaledToZero"}""");
        await using var server = new RawServer((request, connection) => request.Body.Contains("I am 1\"", StringComparison.Ordinal)
            ? connection.AnswerAsync(401, "", null)
            : connection.AnswerAsync(200, """{"generated_text":"x"}""", "application/json"));
        BatchClient other = server.Client().GetBatchClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi });

        Task<HfBatchResult> run = RunAsync(_folder.WriteJobs(50), [ClientOf(asleep), other]);
        await Deadline.UntilAsync(() =>
        {
            if (_troubles.Count > 0)
            {
                asleep.Advance(TimeSpan.FromMinutes(1));
            }

            return Task.FromResult(run.IsCompleted);
        });
        HfBatchResult result = await run;

        AssertAnswered(result, 50);
        Assert.InRange(result.Endpoints[0].Succeeded, 1, 50);
        Assert.Null(result.Endpoints[0].Message);
        Assert.NotNull(result.Endpoints[1].Message);
    }

    [Fact]
    public async Task TheBatchEndsWhereNoneIsLeftAndContinues()
    {
        await using Service service = await ServiceAsync(8);
        await using Service other = await ServiceAsync(8);
        BatchInput input = _folder.WriteJobs(1500);

        HfException end = await Expect.FailureAsync(HfErrorKind.EndpointNotRunning, () => RunAsync(
            input,
            Clients(service, other),
            once: () => Task.WhenAll(service.PutAsync("e", """{"state":"paused"}"""), other.PutAsync("e", """{"state":"paused"}"""))));

        Assert.Contains("1500", end.Message, StringComparison.Ordinal);
        Assert.Single(_troubles);
        int done = _folder.Lines.Length;
        Assert.InRange(done, 1, 1499);
        Assert.All(_folder.Answers, answer => Assert.Null(answer["error"]));
        await other.PutAsync("e", """{"state":"running"}""");

        HfBatchResult result = await RunAsync(input, Clients(service, other)).WithinDeadlineAsync();

        Assert.Equal((done, 1500 - done, 0), (result.Skipped, result.Succeeded, result.Failed));
        Assert.Equal(1500, _folder.Ids.Distinct().Count());
        Assert.Equal(0, result.Endpoints[0].Succeeded);
    }

    [Fact]
    public async Task AJobThatNoneCanAnswerFailsAlone()
    {
        await using Service service = await ServiceAsync(8);
        await using Service other = await ServiceAsync(8);
        BatchInput input = _folder.Write("in.jsonl", [.. Enumerable.Range(1, 300).Select(i => i % 100 == 0 ? "\"\"" : $"\"I am {i}\"")]);

        HfBatchResult result = await RunAsync(input, Clients(service, other)).WithinDeadlineAsync();

        Assert.Equal((297, 3), (result.Succeeded, result.Failed));
        Assert.Equal(3, result.Endpoints.Sum(endpoint => endpoint.Failed));
        Assert.Equal(300, _folder.Ids.Distinct().Count());
    }

    [Fact]
    public async Task EachEndpointHasItsOwnCost()
    {
        await using Service service = await ServiceAsync(8);
        await using Service other = await ServiceAsync(8);
        BatchClient client = BatchClient.Combine([ClientOf(service, 3600), ClientOf(other)]);

        HfBatchResult result = await _folder.RunAsync(client, _folder.WriteJobs(200)).WithinDeadlineAsync();

        Assert.Null(result.Endpoints[1].EstimatedCost);
        Assert.Equal((double)result.EstimatedCost!, result.Duration.TotalSeconds, 0.2);
        Assert.Equal((double)result.Endpoints[0].EstimatedCost!, result.Endpoints[0].Duration.TotalSeconds, 0.01);
    }

    [Fact]
    public async Task AServerIsNamedOnce()
    {
        await using Service service = await ServiceAsync(8);

        HfException refusal = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => Task.FromResult(BatchClient.Combine(Clients(service, service))));

        Assert.Contains("/serve/acme/e", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<Service> ServiceAsync(int limit, string more = "{}")
    {
        Service service = await Service.StartAsync(
            new EmulatorOptions { MaxConcurrent = limit, GenerateTime = TimeSpan.FromMilliseconds(20) });
        await service.PutTgiAsync();
        await service.PutAsync("e", more);
        return service;
    }

    private static BatchClient ClientOf(Service service, decimal? price = null) => service.Client.GetBatchClient(
        new InferenceTarget(service.UrlOf("e"), SendToken: true, "e") { Engine = ServerEngine.Tgi, UsdPerHour = price });

    private static BatchClient[] Clients(params Service[] services) => [.. services.Select(service => ClientOf(service))];

    // Does something once, when a part of the jobs is answered.
    private Task<HfBatchResult> RunAsync(BatchInput input, BatchClient[] clients, Func<Task>? once = null) => _folder.RunAsync(
        BatchClient.Combine(clients),
        input,
        new BatchOptions
        {
            Parameters = JsonText.FromObject(new { max_new_tokens = 2 }),
            Trouble = _troubles.Add,
            Progress = progress =>
            {
                if (progress.Succeeded > 20 && Interlocked.Exchange(ref once, null) is { } act)
                {
                    act().Wait();
                }
            },
        });

    private void AssertAnswered(HfBatchResult result, int count)
    {
        Assert.Equal((count, 0), (result.Succeeded, result.Failed));
        Assert.Equal(count, _folder.Lines.Length);
        Assert.Equal(count, _folder.Ids.Distinct().Count());
        Assert.All(_folder.Answers, answer => Assert.Null(answer["error"]));
    }
}
