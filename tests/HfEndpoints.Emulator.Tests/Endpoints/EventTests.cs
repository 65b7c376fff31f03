using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class EventTests
{
    private const string Demo = "/v2/endpoint/alice/demo";

    [Fact]
    public async Task AFollowerSeesThePresentStateAndEveryChangeOfALongStep()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint());
        using ReceivedEvents events = await ReceivedEvents.OpenAsync(emulator, $"{Demo}/sse");

        JsonNode first = await events.ReadJsonAsync();
        emulator.Advance(3600);

        Assert.Equal("text/event-stream", events.ContentType);
        Assert.Equal("pending", State(first));
        Assert.Equal("initializing", State(await events.ReadJsonAsync()));
        JsonNode running = await events.ReadJsonAsync();
        Assert.Equal("running", State(running));
        Assert.Equal(1, running["status"]!["readyReplica"]!.GetValue<int>());
        ApiDocument.AssertFits("get", "/v2/endpoint/{namespace}/{name}", running);
    }

    [Fact]
    public async Task AFollowerSeesWhatOthersDoAndTheEnd()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());
        using ReceivedEvents events = await ReceivedEvents.OpenAsync(emulator, $"{Demo}/sse");
        await events.ReadJsonAsync();

        await emulator.PutAsync(Demo, JsonNode.Parse("""{"tags":["new"]}""")!);
        JsonNode tagged = await events.ReadJsonAsync();
        await emulator.GetAsync(Demo);
        await emulator.PostAsync($"{Demo}/pause");
        JsonNode paused = await events.ReadJsonAsync();
        await emulator.DeleteAsync(Demo);

        Assert.Equal("""["new"]""", tagged["tags"]!.ToJsonString());
        Assert.Equal("paused", State(paused));
        Assert.Null(await events.ReadAsync());
    }

    [Fact]
    public async Task AReplicaThatBecomesReadyIsAChange()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());
        await emulator.PutAsync(Demo, JsonNode.Parse("""{"compute":{"scaling":{"minReplica":2,"maxReplica":2}}}""")!);
        using ReceivedEvents events = await ReceivedEvents.OpenAsync(emulator, $"{Demo}/sse");

        emulator.Advance(600);

        string[] seen = [await NextAsync(), await NextAsync(), await NextAsync()];
        Assert.Equal(["updating 1/2", "running 1/2", "running 2/2"], seen);

        async Task<string> NextAsync()
        {
            JsonNode status = (await events.ReadJsonAsync())["status"]!;
            return $"{status["state"]} {status["readyReplica"]}/{status["targetReplica"]}";
        }
    }

    [Fact]
    public async Task IdlenessAfterALastRequestIsSeenInTime()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Sleepy());
        using ReceivedEvents events = await ReceivedEvents.OpenAsync(emulator, "/v2/endpoint/alice/sleepy/sse");
        Assert.Equal("running", State(await events.ReadJsonAsync()));

        await emulator.UseAsync(url, Requests.Prompt("Hello"));
        emulator.Advance(900);

        Assert.Equal("scaledToZero", State(await events.ReadJsonAsync()));
    }

    [Fact]
    public async Task ARunningClockPushesByItself()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { Speed = 1000 });
        await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint());
        using ReceivedEvents events = await ReceivedEvents.OpenAsync(emulator, $"{Demo}/sse");

        string? state = null;
        while (state != "running")
        {
            state = State(await events.ReadJsonAsync());
        }
    }

    [Fact]
    public async Task ACutStreamHasCarriedTheRequestOut()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint());
        await emulator.PutAsync("/_emulator/faults", JsonNode.Parse("""[{"path":"*/sse","drop":"middle"}]""")!);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => emulator.GetAsync($"{Demo}/sse"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => emulator.GetAsync("/v3/endpoint/alice/demo/logs/sse?tail=5"));
    }

    [Fact]
    public async Task OthersMayNotFollow()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/mallory/demo", new JsonObject());

        Assert.Equal(HttpStatusCode.Forbidden, (await emulator.GetAsync("/v2/endpoint/mallory/demo/sse")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await emulator.GetAsync($"{Demo}/sse")).Status);
    }

    private static string State(JsonNode endpoint) => endpoint["status"]!["state"]!.GetValue<string>();
}
