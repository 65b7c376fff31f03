using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class BatchRunTests : IDisposable
{
    private readonly BatchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EachJobIsAnsweredOnceUnderItsId()
    {
        await using Service service = await BatchFolder.StartAsync();

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(300)).WithinDeadlineAsync();

        Assert.Equal((300, 0, 0), (result.Succeeded, result.Failed, result.Skipped));
        Assert.Equal(300, result.Total);
        Assert.Equal(300, _folder.Ids.Distinct().Count());
        Assert.Equal(300, (await service.RequestsAsync("POST")).Count);
        Assert.All(_folder.Answers, answer => Assert.NotEmpty((string?)answer["output"] ?? ""));
    }

    [Fact]
    public async Task AJobWithoutAnIdHasItsLineForOne()
    {
        await using Service service = await BatchFolder.StartAsync();
        await _folder.RunAsync(BatchFolder.Client(service), _folder.Write("in.jsonl", "\"a\"", "", """{"prompt":"b"}"""));

        Assert.Equal(["1", "3"], _folder.Ids.Order());
        Assert.All(_folder.Answers, answer => Assert.Equal(answer["id"]!.ToString(), answer["line"]!.ToString()));
    }

    [Fact]
    public async Task AJobsOwnParametersComeBeforeThoseOfTheBatch()
    {
        await using Service service = await BatchFolder.StartAsync();
        BatchInput input = _folder.Write(
            "in.jsonl", """{"prompt":"a"}""", """{"prompt":"b","parameters":{"max_new_tokens":3}}""");
        var options = new BatchOptions { Parameters = JsonText.FromObject(new { max_new_tokens = 2, details = true }) };

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), input, options);

        Assert.Equal(
            [2, 3], _folder.Answers.OrderBy(answer => (int)answer["line"]!).Select(answer => (int)answer["usage"]!["completion_tokens"]!));
        Assert.Equal(5, result.Tokens);
    }

    [Fact]
    public async Task BadJobsFailWithTheirLinesAndTheRestContinues()
    {
        await using Service service = await BatchFolder.StartAsync();
        BatchInput input = _folder.Write(
            "in.jsonl",
            """{"id":"a","prompt":"x"}""",
            """{"id":"b","prompt":""",
            """{"id":"c"}""",
            """{"id":"a","prompt":"y"}""",
            """{"id":"d","prompt":"z","inputs":"z"}""",
            """{"id":[1],"prompt":"z"}""",
            "7");

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), input);

        Assert.Equal((1, 6), (result.Succeeded, result.Failed));
        var errors = _folder.Answers.Where(answer => answer["error"] is not null)
            .ToDictionary(answer => (int)answer["line"]!, answer => answer["error"]!);
        Assert.Equal([2, 3, 4, 5, 6, 7], errors.Keys.Order());
        Assert.Equal("DuplicateJob", (string?)errors[4]["id"]);
        Assert.Matches("4.*'a'.*1", (string?)errors[4]["message"]);
        Assert.All(errors.Where(error => error.Key != 4), error => Assert.Equal("InvalidJob", (string?)error.Value["id"]));
        Assert.Contains("2", (string?)errors[2]["message"], StringComparison.Ordinal);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task ATextIsEmbeddedAsOneVector()
    {
        await using var server = new RawServer(RawConnection.Json("[[3,4]]"));
        BatchInput input = _folder.Write("in.jsonl", """{"prompt":"a","parameters":{"normalize":true}}""");
        BatchClient client = TestClient.For(server.Address).GetBatchClient(new InferenceTarget(server.Address));

        await _folder.RunAsync(client, input, new BatchOptions { Task = "feature-extraction" }).WithinDeadlineAsync();

        Assert.Equal("[0.6,0.8]", Assert.Single(_folder.Answers)["output"]!.ToJsonString());
    }

    [Fact]
    public async Task ATextThatIsTooLongIsAnErrorAfterOneRequest()
    {
        await using RawServer server = EmbeddingServer.Start("llamacpp", request => EmbeddingServer.Texts(request).Contains("2")
            ? (500, """{"error":{"code":500,"message":"input (802 tokens) is too large to process","type":"server_error"} }""")
            : (200, EmbeddingServer.Vectors(request)));
        BatchInput input = _folder.Write("in.jsonl", """{"prompt":"1"}""", """{"prompt":"2"}""", """{"inputs":["3","4"]}""");
        BatchClient client = TestClient.For(server.Address).GetBatchClient(new InferenceTarget(server.Address));

        await _folder.RunAsync(client, input, new BatchOptions { Task = "feature-extraction" }).WithinDeadlineAsync();

        Assert.Equal(
            ["[1]", "[[3],[4]]"],
            _folder.Answers.Where(answer => answer["output"] is not null)
                .Select(answer => answer["output"]!.ToJsonString())
                .Order(StringComparer.Ordinal));
        Assert.Equal("InvalidRequest", (string?)Assert.Single(_folder.Answers, answer => answer["error"] is not null)["error"]!["id"]);
        Assert.Equal(3, EmbeddingServer.Posts(server).Length);
    }

    [Fact]
    public async Task OneRequestWakesAnEndpointThatSleeps()
    {
        await using Service service = await BatchFolder.StartAsync("""{"state":"scaledToZero"}""");
        var started = new TaskCompletionSource();
        var options = new BatchOptions
        {
            Progress = progress =>
            {
                if (progress.Starting is not null)
                {
                    started.TrySetResult();
                }
            },
        };
        Task<HfBatchResult> run = _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(100), options);
        await started.Task.WithinDeadlineAsync();
        await Deadline.UntilAsync(async () => (await service.RequestsAsync("POST")).Count == 2);
        service.Advance(TimeSpan.FromMinutes(10));

        HfBatchResult result = await run.WithinDeadlineAsync();

        Assert.Equal(100, result.Succeeded);
        Assert.Equal(101, (await service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task StoppingKeepsWhatWasAnswered()
    {
        await using Service service = await BatchFolder.StartAsync();
        using var stop = new CancellationTokenSource();
        var options = new BatchOptions { Progress = progress => Stop(progress, stop) };
        BatchInput input = _folder.WriteJobs(20_000);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _folder.RunAsync(BatchFolder.Client(service), input, options, stop.Token).WithinDeadlineAsync());

        int done = _folder.Lines.Length;
        Assert.InRange(done, 1, 19_999);
        BatchPlan plan = await BatchClient.PlanAsync(input, _folder.OutPath, new BatchOptions());
        Assert.Equal((20_000, done, 20_000 - done), (plan.Total, plan.Done, plan.Pending));
    }

    [Fact]
    public async Task AClockThatJumpsDoesNotDisturbABatch()
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","probability":0.1,"status":503}""");
        BatchClient client = service.ClientWith(options => options with { TimeProvider = new JumpingClock() })
            .GetBatchClient(new InferenceTarget(service.UrlOf("e"), SendToken: true, "e"));

        HfBatchResult result = await _folder.RunAsync(client, _folder.WriteJobs(500)).WithinDeadlineAsync();

        Assert.Equal((500, 0), (result.Succeeded, result.Failed));
        Assert.Equal(500, _folder.Ids.Distinct().Count());
    }

    [Fact]
    public async Task AnEmptyInputIsABatchOfNoJobs()
    {
        await using Service service = await BatchFolder.StartAsync();

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), _folder.Write("in.jsonl"));

        Assert.Equal((0, 0), (result.Total, result.Skipped));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task MessagesAreAChatWhateverTheTask()
    {
        await using Service service = await BatchFolder.StartAsync(
            """{"state":"running","model":{"repository":"HuggingFaceH4/zephyr-7b-beta"}}""");
        BatchInput input = _folder.Write(
            "in.jsonl", """{"id":1,"messages":[{"role":"user","content":"hi"}],"parameters":{"max_tokens":4}}""");

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), input).WithinDeadlineAsync();

        JsonNode answer = Assert.Single(_folder.Answers);
        Assert.NotEmpty((string?)answer["output"] ?? "");
        Assert.Equal(4, (int)answer["usage"]!["completion_tokens"]!);
        Assert.Equal(4, result.Tokens);
        JsonObject request = Assert.Single(await service.RequestsAsync("POST"));
        Assert.EndsWith("/v1/chat/completions", (string?)request["path"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyOtherTaskIsSentAsItIs()
    {
        await using var server = new RawServer(RawConnection.Json("[[3,4]]"));
        BatchInput input = _folder.Write("in.jsonl", """{"inputs":{"a":[1,2]},"parameters":{"normalize":true}}""");
        BatchClient client = TestClient.For(server.Address).GetBatchClient(new InferenceTarget(server.Address));

        await _folder.RunAsync(client, input, new BatchOptions { Task = "feature-extraction" }).WithinDeadlineAsync();

        Assert.Equal("[[3,4]]", Assert.Single(_folder.Answers)["output"]!.ToJsonString());
        Assert.Equal("""{"inputs":{"a":[1,2]},"parameters":{"normalize":true}}""", Assert.Single(server.Requests).Body);
    }

    // The wall clock is set again and again, and the machine sleeps for an hour now and then.
    private sealed class JumpingClock : TimeProvider
    {
        private int _reads;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays((Interlocked.Increment(ref _reads) % 7) - 3);

        public override long GetTimestamp() =>
            base.GetTimestamp() + (Interlocked.Increment(ref _reads) / 500 * 3600 * TimestampFrequency);
    }

    private static void Stop(BatchProgress progress, CancellationTokenSource stop)
    {
        if (progress.Done > 0)
        {
            stop.Cancel();
        }
    }
}
