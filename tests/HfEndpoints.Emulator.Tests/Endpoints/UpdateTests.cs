using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class UpdateTests
{
    private const string Demo = "/v2/endpoint/alice/demo";

    [Fact]
    public async Task OnlyWhatIsSentChanges()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body => body["model"]!["env"] = new JsonObject { ["A"] = "1", ["B"] = "2" }));

        Answer answer = await emulator.PutAsync(
            Demo, JsonNode.Parse("""{"compute":{"instanceSize":"x4"},"model":{"revision":null},"tags":null}""")!);

        ApiDocument.AssertFits("put", "/v2/endpoint/{namespace}/{name}", answer.Json);
        Assert.Equal("updating", answer.State);
        Assert.Equal("x4", answer.Json["compute"]!["instanceSize"]!.GetValue<string>());
        Assert.Equal("intel-icl", answer.Json["compute"]!["instanceType"]!.GetValue<string>());
        Assert.Equal("""{"A":"1","B":"2"}""", answer.Json["model"]!["env"]!.ToJsonString());
        emulator.Advance(30);
        Assert.Equal("running", (await emulator.GetAsync(Demo)).State);
    }

    [Fact]
    public async Task ListsMapsAndTheImageAreReplaced()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Tgi("demo", body =>
        {
            body["tags"] = new JsonArray("a");
            body["model"]!["env"] = new JsonObject { ["A"] = "1" };
            body["model"]!["args"] = new JsonArray("--x");
            body["model"]!["image"]!["tgi"]!["maxInputLength"] = 100;
        }));

        Answer answer = await emulator.PutAsync(Demo, JsonNode.Parse(
            """{"tags":[],"model":{"env":{"B":"2"},"args":[],"image":{"tgi":{"url":"ghcr.io/huggingface/text-generation-inference:"""
            + """4"}}}}""")!);

        Assert.Equal("[]", answer.Json["tags"]!.ToJsonString());
        Assert.Equal("""{"B":"2"}""", answer.Json["model"]!["env"]!.ToJsonString());
        Assert.Equal("[]", answer.Json["model"]!["args"]!.ToJsonString());
        Assert.Null(answer.Json["model"]!["image"]!["tgi"]!["maxInputLength"]);
    }

    [Fact]
    public async Task ScalingDoesNotReplaceTheContainers()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        Answer answer = await emulator.PutAsync(Demo, JsonNode.Parse("""{"compute":{"scaling":{"minReplica":2,"maxReplica":6}}}""")!);
        Answer served = await emulator.PostAsync(url, Requests.Prompt("Hello"));
        emulator.Advance(60);
        JsonNode status = (await emulator.GetAsync(Demo)).Json["status"]!;

        Assert.Equal("updating", answer.State);
        Assert.Equal(HttpStatusCode.OK, served.Status);
        Assert.Equal(2, status["readyReplica"]!.GetValue<int>());
    }

    [Fact]
    public async Task OneChangeAfterAnotherDoesNotReplaceThemEither()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        await emulator.PutAsync(Demo, JsonNode.Parse("""{"tags":["a"]}""")!);
        await emulator.PutAsync(Demo, JsonNode.Parse("""{"tags":["b"]}""")!);

        Assert.Equal(HttpStatusCode.OK, (await emulator.PostAsync(url, Requests.Prompt("Hello"))).Status);
    }

    [Fact]
    public async Task ANewModelIsNotServedWhileItRollsOut()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        await emulator.PutAsync(Demo, JsonNode.Parse("""{"model":{"repository":"gpt2-large"}}""")!);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await emulator.PostAsync(url, Requests.Prompt("Hello"))).Status);
    }

    [Fact]
    public async Task ABadImageEndsInUpdateFailed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());

        await emulator.PutAsync(Demo, JsonNode.Parse("""{"model":{"image":{"custom":{"url":"me/failing:1"}}}}""")!);
        emulator.Advance(60);
        Answer answer = await emulator.GetAsync(Demo);

        Assert.Equal("updateFailed", answer.State);
        Assert.Contains("me/failing:1", answer.Json["status"]!["errorMessage"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnImpossibleUpdateIsRefusedAndChangesNothing()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());

        Answer refused = await emulator.PutAsync(Demo, JsonNode.Parse("""{"compute":{"instanceType":"c6i"},"tags":["x"]}""")!);
        Answer after = await emulator.GetAsync(Demo);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("running", after.State);
        Assert.Equal("[]", after.Json["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task APausedEndpointStaysPaused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());
        await emulator.PostAsync($"{Demo}/pause");

        Answer answer = await emulator.PutAsync(Demo, JsonNode.Parse("""{"model":{"repository":"gpt2-large"}}""")!);

        Assert.Equal("paused", answer.State);
        Assert.Equal("gpt2-large", answer.Json["model"]!["repository"]!.GetValue<string>());
    }
}
