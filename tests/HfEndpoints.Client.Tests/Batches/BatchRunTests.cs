using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Batches.Input;
using HfEndpoints.Client.Errors;
using HfEndpoints.Client.Inference;
using HfEndpoints.Client.Tests.Support;
using HfEndpoints.Emulator.Hosting;

namespace HfEndpoints.Client.Tests.Batches;

public sealed class BatchRunTests : IDisposable
{
    private readonly BatchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EachJobIsAnsweredOnceUnderItsId()
    {
        await using Service service = await StartAsync();

        BatchResult result = await _folder.RunAsync(Batch(service), _folder.WriteJobs(300)).WithinDeadlineAsync();

        Assert.Equal((300, 0, 0), (result.Last.Succeeded, result.Last.Failed, result.Last.Skipped));
        Assert.Equal(300, result.Last.Total);
        Assert.Equal(300, _folder.Ids.Distinct().Count());
        Assert.Equal(300, (await service.RequestsAsync("POST")).Count);
        Assert.All(_folder.Answers, answer => Assert.NotEmpty((string?)answer["output"] ?? ""));
    }

    [Fact]
    public async Task AJobWithoutAnIdHasItsLineForOne()
    {
        await using Service service = await StartAsync();
        await _folder.RunAsync(Batch(service), _folder.Write("in.jsonl", "\"a\"", "", """{"prompt":"b"}"""));

        Assert.Equal(["1", "3"], _folder.Ids.Order());
        Assert.All(_folder.Answers, answer => Assert.Equal(answer["id"]!.ToString(), answer["line"]!.ToString()));
    }

    [Fact]
    public async Task AJobsOwnParametersComeBeforeThoseOfTheBatch()
    {
        await using Service service = await StartAsync();
        BatchInput input = _folder.Write(
            "in.jsonl", """{"prompt":"a"}""", """{"prompt":"b","parameters":{"max_new_tokens":3}}""");
        var options = new BatchOptions { Parameters = new JsonObject { ["max_new_tokens"] = 2, ["details"] = true } };

        BatchResult result = await _folder.RunAsync(Batch(service), input, options);

        Assert.Equal([2, 3], _folder.Answers.OrderBy(answer => (int)answer["line"]!).Select(answer => (int)answer["usage"]!["completion_tokens"]!));
        Assert.Equal(5, result.Last.Tokens);
    }

    [Fact]
    public async Task BadJobsFailWithTheirLinesAndTheRestGoesOn()
    {
        await using Service service = await StartAsync();
        BatchInput input = _folder.Write(
            "in.jsonl",
            """{"id":"a","prompt":"x"}""",
            """{"id":"b","prompt":""",
            """{"id":"c"}""",
            """{"id":"a","prompt":"y"}""",
            """{"id":"d","prompt":"z","inputs":"z"}""",
            """{"id":[1],"prompt":"z"}""",
            "7");

        BatchResult result = await _folder.RunAsync(Batch(service), input);

        Assert.Equal((1, 6), (result.Last.Succeeded, result.Last.Failed));
        var errors = _folder.Answers.Where(answer => answer["error"] is not null).ToDictionary(answer => (int)answer["line"]!, answer => answer["error"]!);
        Assert.Equal([2, 3, 4, 5, 6, 7], errors.Keys.Order());
        Assert.Equal("DuplicateJob", (string?)errors[4]["id"]);
        Assert.Contains("Job 4 has the id 'a', which is that of job 1", (string?)errors[4]["message"], StringComparison.Ordinal);
        Assert.All(errors.Where(error => error.Key != 4), error => Assert.Equal("InvalidJob", (string?)error.Value["id"]));
        Assert.Contains("Line 2 is no JSON", (string?)errors[2]["message"], StringComparison.Ordinal);
        Assert.Single(await service.RequestsAsync("POST"));
    }

    [Fact]
    public async Task WhatTheServerRefusesFailsAloneWithItsWords()
    {
        await using Service service = await StartAsync();
        BatchInput input = _folder.Write("in.jsonl", "\"a\"", "\"\"", "\"c\"");
        var options = new BatchOptions { ErrorPath = _folder.PathOf("errors.jsonl") };

        BatchResult result = await _folder.RunAsync(Batch(service), input, options);

        Assert.Equal((2, 1), (result.Last.Succeeded, result.Last.Failed));
        Assert.Equal(["1", "3"], _folder.Ids.Order());
        JsonNode error = JsonNode.Parse(Assert.Single(File.ReadAllLines(options.ErrorPath)))!;
        Assert.Equal("InvalidRequest", (string?)error["error"]!["id"]);
        Assert.Equal(422, (int)error["error"]!["status"]!);
    }

    [Fact]
    public async Task RefusedJobsAreSentAgainUntilTheyAreTaken()
    {
        await using Service service = await Service.StartAsync(
            new EmulatorOptions { MaxConcurrent = 4, GenerateTime = TimeSpan.FromMilliseconds(5) }, TimeProvider.System);
        await service.PutTgiAsync();

        BatchResult result = await _folder.RunAsync(Batch(service), _folder.WriteJobs(500)).WithinDeadlineAsync();

        Assert.Equal((500, 0), (result.Last.Succeeded, result.Last.Failed));
        Assert.InRange(result.Last.Refusals, 1, 100);
        Assert.Equal(500, _folder.Ids.Distinct().Count());
        Assert.Equal(500 + result.Last.Refusals, (await service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task FailuresThatPassAreRepeated()
    {
        await using Service service = await StartAsync();
        await service.FailAsync(
            """{"method":"POST","path":"/serve/*","times":3,"status":500}""",
            """{"method":"POST","path":"/serve/*","times":3,"drop":"before"}""",
            """{"method":"POST","path":"/serve/*","times":3,"status":429,"headers":{"Retry-After":"0"} }""");

        BatchResult result = await _folder.RunAsync(Batch(service), _folder.WriteJobs(50)).WithinDeadlineAsync();

        Assert.Equal((50, 0, 9), (result.Last.Succeeded, result.Last.Failed, result.Last.Retries));
    }

    [Fact]
    public async Task AServerThatFailsOnEverythingEndsTheBatchAndNoJobIsLost()
    {
        await using Service service = await StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","status":500}""");

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.ServiceUnavailable,
            () => _folder.RunAsync(Batch(service), _folder.WriteJobs(50), new BatchOptions { MaxRetries = 2 }));

        Assert.Contains("run again it goes on", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Lines);
    }

    [Fact]
    public async Task AJobThatAloneFailsAgainAndAgainFails()
    {
        await using Service service = await StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","status":500}""");

        BatchResult result = await _folder.RunAsync(
            Batch(service), _folder.WriteJobs(1), new BatchOptions { MaxRetries = 2 });

        Assert.Equal((0, 1, 2), (result.Last.Succeeded, result.Last.Failed, result.Last.Retries));
    }

    [Fact]
    public async Task AnEndpointThatIsPausedInTheMiddleEndsTheBatchWhichGoesOnLater()
    {
        await using Service service = await StartAsync();
        var options = new BatchOptions
        {
            ThrottleLimit = 2,
            Progress = progress =>
            {
                if (progress.Done > 0)
                {
                    service.PutAsync("e", """{"state":"paused"}""").Wait();
                }
            },
        };
        BatchInput input = _folder.WriteJobs(20_000);

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.EndpointNotRunning, () => _folder.RunAsync(Batch(service), input, options));

        Assert.Contains("of 20000 jobs done; run again it goes on", exception.Message, StringComparison.Ordinal);
        int done = _folder.Lines.Length;
        Assert.InRange(done, 1, 19_999);
        Assert.All(_folder.Answers, answer => Assert.Null(answer["error"]));
    }

    [Fact]
    public async Task ARouteThatIsNotThereFailsTheJobsThatNeedIt()
    {
        await using Service service = await StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*/v1/chat/completions","status":404}""");
        string chat = """{"id":"chat","messages":[{"role":"user","content":"hi"}]}""";
        BatchInput input = _folder.Write("in.jsonl", [chat, .. Enumerable.Range(1, 50).Select(i => $"\"I am {i}\"")]);

        BatchResult result = await _folder.RunAsync(Batch(service), input).WithinDeadlineAsync();

        Assert.Equal((50, 1), (result.Last.Succeeded, result.Last.Failed));
    }

    [Fact]
    public async Task AnEndpointThatIsGoneEndsTheBatch()
    {
        await using Service service = await StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","status":404}""");

        await Expect.FailureAsync(HfErrorKind.NotFound, () => _folder.RunAsync(Batch(service), _folder.WriteJobs(50)));

        Assert.Empty(_folder.Lines);
    }

    [Fact]
    public async Task ATextIsEmbeddedAsOneVector()
    {
        await using var server = new RawServer(RawConnection.Json("[[0.5,0.25]]"));
        BatchInput input = _folder.Write("in.jsonl", """{"prompt":"a","parameters":{"normalize":true}}""");
        BatchClient client = TestClient.For(server.Address).Batch(new InferenceTarget(server.Address));

        await _folder.RunAsync(client, input, new BatchOptions { Task = "feature-extraction" }).WithinDeadlineAsync();

        Assert.Equal("[0.5,0.25]", Assert.Single(_folder.Answers)["output"]!.ToJsonString());
    }

    [Fact]
    public async Task OneRequestWakesAnEndpointThatSleeps()
    {
        await using Service service = await StartAsync("""{"state":"scaledToZero"}""");
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
        Task<BatchResult> run = _folder.RunAsync(Batch(service), _folder.WriteJobs(100), options);
        await started.Task.WithinDeadlineAsync();
        await Deadline.UntilAsync(async () => (await service.RequestsAsync("POST")).Count == 2);
        service.Advance(TimeSpan.FromMinutes(10));

        BatchResult result = await run.WithinDeadlineAsync();

        Assert.Equal(100, result.Last.Succeeded);
        Assert.Equal(101, (await service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task StoppingKeepsWhatWasAnswered()
    {
        await using Service service = await StartAsync();
        using var stop = new CancellationTokenSource();
        var options = new BatchOptions { Progress = progress => Stop(progress, stop) };
        BatchInput input = _folder.WriteJobs(20_000);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _folder.RunAsync(Batch(service), input, options, stop.Token).WithinDeadlineAsync());

        int done = _folder.Lines.Length;
        Assert.InRange(done, 1, 19_999);
        BatchPlan plan = await BatchClient.PlanAsync(input, _folder.OutPath, new BatchOptions());
        Assert.Equal((20_000, done, 20_000 - done), (plan.Total, plan.Done, plan.Pending));
    }

    [Fact]
    public async Task AnEmptyInputIsABatchOfNoJobs()
    {
        await using Service service = await StartAsync();

        BatchResult result = await _folder.RunAsync(Batch(service), _folder.Write("in.jsonl"));

        Assert.Equal((0, 0), (result.Last.Total, result.Last.Done));
        Assert.Empty(await service.RequestsAsync());
    }

    [Fact]
    public async Task MessagesAreAChatWhateverTheTask()
    {
        await using Service service = await StartAsync(
            """{"state":"running","model":{"repository":"HuggingFaceH4/zephyr-7b-beta"}}""");
        BatchInput input = _folder.Write(
            "in.jsonl", """{"id":1,"messages":[{"role":"user","content":"hi"}],"parameters":{"max_tokens":4}}""");

        BatchResult result = await _folder.RunAsync(Batch(service), input).WithinDeadlineAsync();

        JsonNode answer = Assert.Single(_folder.Answers);
        Assert.NotEmpty((string?)answer["output"] ?? "");
        Assert.Equal(4, (int)answer["usage"]!["completion_tokens"]!);
        Assert.Equal(4, result.Last.Tokens);
        JsonObject request = Assert.Single(await service.RequestsAsync("POST"));
        Assert.EndsWith("/v1/chat/completions", (string?)request["path"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyOtherTaskIsSentAsItIs()
    {
        await using var server = new RawServer(RawConnection.Json("[[0.5,0.25]]"));
        BatchInput input = _folder.Write("in.jsonl", """{"inputs":{"a":[1,2]},"parameters":{"normalize":true}}""");
        BatchClient client = TestClient.For(server.Address).Batch(new InferenceTarget(server.Address));

        await _folder.RunAsync(client, input, new BatchOptions { Task = "feature-extraction" }).WithinDeadlineAsync();

        Assert.Equal("[[0.5,0.25]]", Assert.Single(_folder.Answers)["output"]!.ToJsonString());
        Assert.Equal("""{"inputs":{"a":[1,2]},"parameters":{"normalize":true}}""", Assert.Single(server.Requests).Body);
    }

    private static void Stop(BatchProgress progress, CancellationTokenSource stop)
    {
        if (progress.Done > 0)
        {
            stop.Cancel();
        }
    }

    private static async Task<Service> StartAsync(string more = "{}")
    {
        Service service = await Service.StartAsync();
        await service.PutTgiAsync();
        await service.PutAsync("e", more);
        return service;
    }

    private static BatchClient Batch(Service service) =>
        service.Client.Batch(new InferenceTarget(service.UrlOf("e"), SendToken: true, "e"));
}
