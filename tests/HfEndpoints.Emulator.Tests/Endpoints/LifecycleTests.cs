using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class LifecycleTests
{
    private const string Demo = "/v2/endpoint/alice/demo";

    [Fact]
    public async Task AnEndpointPendsInitializesAndRuns()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint());

        List<string> states = [];
        for (int second = 0; second < 60; second++)
        {
            Answer answer = await emulator.GetAsync(Demo);
            ApiDocument.AssertFits("get", "/v2/endpoint/{namespace}/{name}", answer.Json);
            if (states.LastOrDefault() != answer.State)
            {
                states.Add(answer.State);
            }

            emulator.Advance(1);
        }

        JsonNode status = (await emulator.GetAsync(Demo)).Json["status"]!;
        Assert.Equal(["pending", "initializing", "running"], states);
        Assert.Equal(1, status["readyReplica"]!.GetValue<int>());
        Assert.Equal(1, status["targetReplica"]!.GetValue<int>());
    }

    [Fact]
    public async Task PauseStopsAndResumeStartsAgain()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());

        Answer running = await emulator.PostAsync($"{Demo}/resume");
        Answer paused = await emulator.PostAsync($"{Demo}/pause");
        emulator.Advance(100_000);
        Answer still = await emulator.GetAsync(Demo);
        Answer resumed = await emulator.PostAsync($"{Demo}/resume");
        emulator.Advance(60);

        Assert.Equal("Bad Request: Endpoint is already running", running.Error);
        ApiDocument.AssertFits("post", "/v2/endpoint/{namespace}/{name}/pause", paused.Json);
        Assert.Equal("paused", paused.State);
        Assert.Equal("paused", still.State);
        Assert.Equal("pending", resumed.State);
        Assert.Equal("running", (await emulator.GetAsync(Demo)).State);
    }

    [Fact]
    public async Task AnIdleEndpointScalesToZero()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Sleepy());

        emulator.Advance(12 * 60);
        Answer used = await emulator.UseAsync(url, Requests.Prompt("Hello"));
        emulator.Advance((15 * 60) - 1);
        Answer awake = await emulator.GetAsync("/v2/endpoint/alice/sleepy");
        emulator.Advance(1);
        Answer asleep = await emulator.GetAsync("/v2/endpoint/alice/sleepy");

        Assert.Equal(HttpStatusCode.OK, used.Status);
        Assert.Equal("running", awake.State);
        Assert.Equal("scaledToZero", asleep.State);
        Assert.NotNull(asleep.Json["status"]!["url"]);
        Assert.Equal(0, asleep.Json["status"]!["targetReplica"]!.GetValue<int>());
    }

    [Fact]
    public async Task ScaleToZeroNeedsATimeout()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());
        await emulator.DeployAsync(Requests.Sleepy());

        Answer refused = await emulator.PostAsync($"{Demo}/scale-to-zero");
        Answer done = await emulator.PostAsync("/v2/endpoint/alice/sleepy/scale-to-zero");
        Answer resumed = await emulator.PostAsync("/v2/endpoint/alice/sleepy/resume");

        Assert.Equal("Bad Request: workload cannot be scaled to zero", refused.Error);
        Assert.Equal("scaledToZero", done.State);
        Assert.Equal("initializing", resumed.State);
    }

    [Fact]
    public async Task AFailingContainerFailsWithAMessageAndCanBeResumed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body => body["model"]!["repository"] = "acme/fail-to-load"));

        Answer failed = await emulator.GetAsync(Demo);
        Answer resumed = await emulator.PostAsync($"{Demo}/resume");

        Assert.Equal("failed", failed.State);
        Assert.Equal("Endpoint failed to start", failed.Json["status"]!["message"]!.GetValue<string>());
        Assert.Contains("Exit code: 1", failed.Json["status"]!["errorMessage"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("pending", resumed.State);
    }

    [Fact]
    public async Task AConfigurationErrorNeedsAnUpdate()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body => body["model"]!["repository"] = "acme/fail-config"));

        Answer refused = await emulator.PostAsync($"{Demo}/resume");
        await emulator.PutAsync(Demo, JsonNode.Parse("""{"model":{"repository":"gpt2"}}""")!);
        emulator.Advance(60);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("running", (await emulator.GetAsync(Demo)).State);
    }

    [Theory]
    [InlineData("""{"tags":["emulator:stay-pending"]}""", "pending")]
    [InlineData("""{"tags":["emulator:stay-initializing"]}""", "initializing")]
    [InlineData(
        """{"model":{"repository":"r","framework":"custom","image":{"custom":{"url":"vllm/vllm-openai:v1","healthRoute":"/health"}}}}""",
        "initializing")]
    [InlineData(
        """{"model":{"repository":"r","framework":"custom","image":{"custom":{"url":"vllm/vllm-openai:v1","port":8000}}}}""",
        "initializing")]
    [InlineData(
        """{"model":{"repository":"r","framework":"custom","image":{"custom":{"url":"vllm/vllm-openai:v1","port":8000,"healthR"""
        + """oute":"/health"}}}}""",
        "running")]
    [InlineData(
        """{"model":{"repository":"r","framework":"custom","image":{"custom":{"url":"ghcr.io/huggingface/text-generation-infer"""
        + """ence:1.1.0"}}}}""",
        "running")]
    public async Task SomeDeploymentsNeverBecomeReady(string change, string state)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body =>
        {
            foreach ((string name, JsonNode? value) in JsonNode.Parse(change)!.AsObject())
            {
                body[name] = value?.DeepClone();
            }
        }));

        emulator.Advance(86_400);

        Assert.Equal(state, (await emulator.GetAsync(Demo)).State);
    }

    [Fact]
    public async Task ADeletedEndpointIsGone()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());

        Answer deleted = await emulator.DeleteAsync(Demo);

        Assert.Equal("{}", deleted.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.GetAsync(Demo)).Status);
        Assert.Equal("NOT_FOUND", (await emulator.DeleteAsync(Demo)).Json["code"]!.GetValue<string>());
    }
}
