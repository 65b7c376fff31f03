using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>The load test of a .NET program, on the emulator.</summary>
public sealed class LoadTestClientTests
{
    private static readonly LoadTestOptions s_brief = new() { Concurrency = [1, 2], Count = 4, WarmUp = 1, OutputTokens = 3 };

    [Fact]
    public async Task TheStagesOfAnEndpointAreMeasured()
    {
        await using Service service = await Service.StartAsync();
        HfInferenceEndpoint endpoint = await DeployAsync(service);
        List<string> progress = [];
        List<string> warnings = [];

        List<HfPerformanceStage> stages = await Expect.AllAsync(
            service.Client.GetLoadTestClient(endpoint).RunAsync(s_brief with { Progress = progress.Add, Warning = warnings.Add }));

        Assert.Equal([1, 2], stages.Select(stage => stage.Concurrency!.Value));
        Assert.All(stages, stage =>
        {
            Assert.Equal(("e", "text-generation", 4L, 0L), (stage.Endpoint, stage.Task, stage.Succeeded, stage.Failed));
            Assert.Equal(12, stage.OutputTokens);
            Assert.Equal(4, stage.TimeToFirstToken!.Count);
        });
        Assert.Equal(["stage 1: 1 at once", "stage 2: 2 at once"], progress);

        // Whether it was depends on what else the machine does.
        Assert.All(warnings, warning => Assert.Contains("this machine was the limit", warning));
    }

    [Fact]
    public async Task AnAddressIsMeasuredUnderItsHost()
    {
        await using Service service = await Service.StartAsync();
        HfInferenceEndpoint endpoint = await DeployAsync(service);

        HfPerformanceStage stage = Assert.Single(await Expect.AllAsync(service.Client
            .GetLoadTestClient(new InferenceTarget(new Uri(endpoint.Url!)))
            .RunAsync(s_brief with { Concurrency = [1], Task = "text-generation" })));

        Assert.Equal(("127.0.0.1", "text-generation"), (stage.Endpoint, stage.Task));
    }

    public static TheoryData<LoadTestOptions> Contradictions => new()
    {
        new LoadTestOptions { Concurrency = [1], RequestRates = [1] },
        new LoadTestOptions { IsAuto = true, RequestRates = [1] },
        new LoadTestOptions { IsAuto = true, Concurrency = [1, 2] },
        new LoadTestOptions { Concurrency = [0] },
        new LoadTestOptions { RequestRates = [double.NaN] },
        new LoadTestOptions { Count = 0 },
        new LoadTestOptions { OutputTokens = 0 },
        new LoadTestOptions { Task = "rerank" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task WhatMeansNoLoadIsRefused(LoadTestOptions options)
    {
        var client = new HfClient(new HfClientOptions { Token = null });
        LoadTestClient test = client.GetLoadTestClient(new InferenceTarget(new Uri("http://127.0.0.1:9")));

        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => Expect.AllAsync(test.RunAsync(options)));
    }

    private static async Task<HfInferenceEndpoint> DeployAsync(Service service)
    {
        await service.PutTgiAsync();
        return await service.Client.Endpoints.GetAsync("acme", "e");
    }
}
