using System.Globalization;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;
using HfEndpoints.Emulator;

namespace HfEndpoints.Client.Tests;

public sealed class BatchFailureTests : IDisposable
{
    private readonly BatchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static BatchClient Client(RawServer server) =>
        server.Client().GetBatchClient(new InferenceTarget(server.Address) { Engine = ServerEngine.Tgi });

    [Fact]
    public async Task WhatTheServerRefusesFailsAloneWithItsWords()
    {
        await using Service service = await BatchFolder.StartAsync();
        BatchInput input = _folder.Write("in.jsonl", "\"a\"", "\"\"", "\"c\"");
        var options = new BatchOptions { ErrorPath = _folder.PathOf("errors.jsonl") };

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), input, options);

        Assert.Equal((2, 1), (result.Succeeded, result.Failed));
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

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(500)).WithinDeadlineAsync();

        Assert.Equal((500, 0), (result.Succeeded, result.Failed));
        Assert.InRange(result.Refusals, 1, 100);
        Assert.Equal(500, _folder.Ids.Distinct().Count());
        Assert.Equal(500 + result.Refusals, (await service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task FailuresThatPassAreRepeated()
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync(
            """{"method":"POST","path":"/serve/*","times":3,"status":500}""",
            """{"method":"POST","path":"/serve/*","times":3,"drop":"before"}""",
            """{"method":"POST","path":"/serve/*","times":3,"status":429,"headers":{"Retry-After":"0"} }""");

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(50)).WithinDeadlineAsync();

        Assert.Equal((50, 0, 9), (result.Succeeded, result.Failed, result.Retries));
    }

    [Theory]
    [InlineData(0.1, "\"status\":503")]
    [InlineData(0.2, "\"status\":500")]
    [InlineData(0.2, "\"drop\":\"before\"")]
    public async Task FailuresByChanceCostNoJobAndNoSpeed(double probability, string failure)
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync(string.Create(
            CultureInfo.InvariantCulture, $$"""{"method":"POST","path":"/serve/*","probability":{{probability}},{{failure}} }"""));

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(400)).WithinDeadlineAsync();

        Assert.Equal((400, 0, 0), (result.Succeeded, result.Failed, result.Refusals));
        Assert.Equal(400, _folder.Ids.Distinct().Count());
        Assert.InRange(result.HighestConcurrency, 8, 256);
        Assert.Equal(400 + result.Retries, (await service.RequestsAsync("POST")).Count);
    }

    [Fact]
    public async Task RefusalsAreNoFailuresOfTheirJobs()
    {
        await using var server = new RawServer((request, connection) => request.Number < 6
            ? connection.AnswerAsync(429, "", null, "Retry-After: 0")
            : connection.AnswerAsync(200, """{"generated_text":"x"}""", "application/json"));

        HfBatchResult result = await _folder.RunAsync(
            Client(server), _folder.WriteJobs(20), new BatchOptions { MaxRetries = 0 }).WithinDeadlineAsync();

        Assert.Equal((20, 0, 6), (result.Succeeded, result.Failed, result.Refusals));
    }

    [Fact]
    public async Task RefusalsWithoutEndEndTheBatchAndNoJob()
    {
        await using var server = new RawServer(RawConnection.Status(429));
        var options = new BatchOptions { MaxRetries = 2, Timeout = TimeSpan.FromMilliseconds(300) };

        await Expect.FailureAsync(HfErrorKind.RateLimited, () => _folder.RunAsync(Client(server), _folder.WriteJobs(50), options));

        Assert.Empty(_folder.Lines);
        Assert.InRange(server.Requests.Count, 3, 100);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(504)]
    public async Task AJobThatAloneMeetsABusyServerFailsInTheEnd(int status)
    {
        await using var server = new RawServer((request, connection) => request.Body.Contains("I am 7\"", StringComparison.Ordinal)
            ? connection.AnswerAsync(status, "", null)
            : connection.AnswerAsync(200, """{"generated_text":"x"}""", "application/json"));

        HfBatchResult result = await _folder.RunAsync(
            Client(server), _folder.WriteJobs(2000), new BatchOptions { MaxRetries = 3 }).WithinDeadlineAsync();

        Assert.Equal((1999, 1, 3), (result.Succeeded, result.Failed, result.Retries));
    }

    [Fact]
    public async Task AServerThatFailsOnEverythingEndsTheBatchAndNoJobIsLost()
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","status":500}""");

        await Expect.FailureAsync(
            HfErrorKind.ServiceUnavailable,
            () => _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(50), new BatchOptions { MaxRetries = 2 }));

        Assert.Empty(_folder.Lines);
    }

    [Fact]
    public async Task AJobThatTheServerFailsAtIsNotSentOverAndOver()
    {
        await using var server = new RawServer((request, connection) =>
            request.Body.Contains("poison", StringComparison.Ordinal)
                ? connection.AnswerAsync(500, """{"error":"boom"}""", "application/json")
                : connection.AnswerAsync(200, """{"generated_text":"x"}""", "application/json"));
        BatchInput input = _folder.Write("in.jsonl", [.. Enumerable.Range(1, 60).Select(i => i == 7 ? "\"poison\"" : $"\"I am {i}\"")]);

        HfBatchResult result = await _folder.RunAsync(
            Client(server), input, new BatchOptions { ThrottleLimit = 1 })
            .WithinDeadlineAsync();

        Assert.Equal((59, 1), (result.Succeeded, result.Failed));
        Assert.InRange(server.Requests.Count(request => request.Body.Contains("poison", StringComparison.Ordinal)), 1, 3);
    }

    [Fact]
    public async Task AJobThatAloneFailsAgainAndAgainFails()
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","status":500}""");

        HfBatchResult result = await _folder.RunAsync(
            BatchFolder.Client(service), _folder.WriteJobs(1), new BatchOptions { MaxRetries = 2 });

        Assert.Equal((0, 1, 2), (result.Succeeded, result.Failed, result.Retries));
    }

    [Fact]
    public async Task AnEndpointThatIsPausedInTheMiddleEndsTheBatchWhichContinuesLater()
    {
        await using Service service = await BatchFolder.StartAsync();
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
            HfErrorKind.EndpointNotRunning, () => _folder.RunAsync(BatchFolder.Client(service), input, options));

        Assert.Contains("20000", exception.Message, StringComparison.Ordinal);
        int done = _folder.Lines.Length;
        Assert.InRange(done, 1, 19_999);
        Assert.All(_folder.Answers, answer => Assert.Null(answer["error"]));
    }

    [Fact]
    public async Task AnEndpointThatIsDeletedInTheMiddleEndsTheBatchWhichGoesOnWithANewOne()
    {
        await using Service service = await BatchFolder.StartAsync();
        BatchInput input = _folder.WriteJobs(2000);
        bool isDeleted = false;
        var options = new BatchOptions
        {
            ThrottleLimit = 2,
            Progress = progress =>
            {
                if (progress.Done > 0 && !isDeleted)
                {
                    isDeleted = true;
                    service.Client.Endpoints.DeleteAsync("acme", "e").Wait();
                }
            },
        };
        await Expect.FailureAsync(HfErrorKind.NotFound, () => _folder.RunAsync(BatchFolder.Client(service), input, options));
        int done = _folder.Lines.Length;

        await service.PutTgiAsync();
        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), input).WithinDeadlineAsync();

        Assert.InRange(done, 1, 1999);
        Assert.Equal((done, 2000 - done), (result.Skipped, result.Succeeded));
        Assert.All(_folder.Answers, answer => Assert.Null(answer["error"]));
        Assert.Equal(2000, _folder.Ids.Distinct().Count());
    }

    [Fact]
    public async Task ARouteThatIsNotThereFailsTheJobsThatNeedIt()
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*/v1/chat/completions","status":404}""");
        string chat = """{"id":"chat","messages":[{"role":"user","content":"hi"}]}""";
        BatchInput input = _folder.Write("in.jsonl", [chat, .. Enumerable.Range(1, 50).Select(i => $"\"I am {i}\"")]);

        HfBatchResult result = await _folder.RunAsync(BatchFolder.Client(service), input).WithinDeadlineAsync();

        Assert.Equal((50, 1), (result.Succeeded, result.Failed));
    }

    [Fact]
    public async Task AnEndpointThatIsGoneEndsTheBatch()
    {
        await using Service service = await BatchFolder.StartAsync();
        await service.FailAsync("""{"method":"POST","path":"/serve/*","status":404}""");

        await Expect.FailureAsync(HfErrorKind.NotFound, () => _folder.RunAsync(BatchFolder.Client(service), _folder.WriteJobs(50)));

        Assert.Empty(_folder.Lines);
    }
}
