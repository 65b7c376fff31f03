using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class GatewayTests
{
    [Theory]
    [InlineData("public", null, HttpStatusCode.OK)]
    [InlineData("authenticated", null, HttpStatusCode.Unauthorized)]
    [InlineData("authenticated", "hf_any", HttpStatusCode.OK)]
    [InlineData("private", "hf_any", HttpStatusCode.OK)]
    [InlineData("protected", null, HttpStatusCode.Unauthorized)]
    [InlineData("private", "hf_noinfer", HttpStatusCode.Forbidden)]
    public async Task TheTypeDecidesWhoMayCall(string type, string? token, HttpStatusCode expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint(change: body => body["type"] = type));

        Assert.Equal(expected, (await emulator.PostAsync(url, Requests.Prompt("Hello"), token)).Status);
    }

    [Fact]
    public async Task APrivateEndpointOfOthersIsForbidden()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/mallory/demo", JsonNode.Parse("""{"type":"private"}""")!);

        Answer answer = await emulator.GetAsync("/serve/mallory/demo/health");

        Assert.Equal("Forbidden: missing permissions: inference.endpoints.infer.write", answer.Error);
    }

    [Theory]
    [InlineData("paused", HttpStatusCode.BadRequest, "Bad Request: The endpoint is paused, ask a maintainer to restart it")]
    [InlineData(
        "failed", HttpStatusCode.BadRequest, "Bad Request: Your endpoint is in error, check its status on endpoints.huggingface.co")]
    [InlineData("initializing", HttpStatusCode.ServiceUnavailable, "Service Unavailable: the endpoint is starting, try again later")]
    [InlineData("pending", HttpStatusCode.ServiceUnavailable, "Service Unavailable: the endpoint is starting, try again later")]
    public async Task AnEndpointThatDoesNotRunSaysSo(string state, HttpStatusCode status, string error)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", new JsonObject { ["state"] = state });

        Answer answer = await emulator.PostAsync("/serve/alice/demo", Requests.Prompt("Hello"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(error, answer.Error);
    }

    [Fact]
    public async Task ARequestWakesASleepingEndpoint()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", JsonNode.Parse(
            """{"state":"scaledToZero","compute":{"scaling":{"minReplica":0,"maxReplica":1,"scaleToZeroTimeout":15}}}""")!);

        Answer first = await emulator.PostAsync("/serve/alice/demo", Requests.Prompt("Hello"));
        Answer waking = await emulator.GetAsync("/v2/endpoint/alice/demo");
        emulator.Advance(30);
        Answer second = await emulator.PostAsync("/serve/alice/demo", Requests.Prompt("Hello"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.Status);
        Assert.Equal("SERVICE_UNAVAILABLE", first.Json["code"]!.GetValue<string>());
        Assert.Equal("initializing", waking.State);
        Assert.Equal(HttpStatusCode.OK, second.Status);
    }

    [Fact]
    public async Task ARequestCanBeHeldUntilTheEndpointIsUp()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", new JsonObject { ["state"] = "scaledToZero" });

        Task<Answer> held = emulator.SendAsync(HttpMethod.Post, "/serve/alice/demo", Requests.Prompt("Hello").ToJsonString(), hold: "600");
        await Deadline.UntilAsync(async () => (await emulator.GetAsync("/v2/endpoint/alice/demo")).State == "initializing");
        emulator.Advance(10);
        Assert.False(held.IsCompleted);
        emulator.Advance(20);

        Assert.Equal(HttpStatusCode.OK, (await held).Status);
    }

    [Fact]
    public async Task AHeldRequestGivesUpWhenItsTimeIsOver()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync(
            "/_emulator/endpoints/alice/demo", JsonNode.Parse("""{"state":"scaledToZero","tags":["emulator:stay-initializing"]}""")!);

        Task<Answer> held = emulator.SendAsync(HttpMethod.Post, "/serve/alice/demo", Requests.Prompt("Hello").ToJsonString(), hold: "30");
        await Deadline.UntilAsync(async () => (await emulator.GetAsync("/v2/endpoint/alice/demo")).State == "initializing");
        emulator.Advance(31);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await held).Status);
    }

    [Fact]
    public async Task AnUnknownRouteInTheContainerIsNotFoundInItsWords()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        Answer answer = await emulator.PostAsync(url + "/nope", new JsonObject());

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("Not Found", answer.Text);
    }

    [Fact]
    public async Task AClientThatGoesAwayIsNoticedAtOnce()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { GenerateTime = TimeSpan.FromHours(1) });
        string url = await emulator.DeployAsync(Requests.Endpoint());
        using var stop = new CancellationTokenSource();

        Task<Answer> call = emulator.SendAsync(
            HttpMethod.Post, url, Requests.Prompt("Hello").ToJsonString(), cancellationToken: stop.Token);
        await Deadline.UntilAsync(async () => (await LastRequestAsync(emulator))["inFlight"]!.GetValue<bool>());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        await Deadline.UntilAsync(async () => !(await LastRequestAsync(emulator))["inFlight"]!.GetValue<bool>());
        JsonNode entry = await LastRequestAsync(emulator);
        Assert.True(entry["aborted"]!.GetValue<bool>());
        Assert.Null(entry["status"]);
    }

    [Fact]
    public async Task AClientThatLeavesAStreamIsNoticedToo()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { TokenTime = TimeSpan.FromMilliseconds(20) });
        string url = await emulator.DeployAsync(Requests.Tgi());
        JsonObject prompt = Requests.Prompt(
            "Hello", JsonNode.Parse("""{"grammar":{"type":"json","value":{"type":"array","minItems":4000}}}""")!.AsObject());

        using (HttpResponseMessage response = await emulator.SendRawAsync(HttpMethod.Post, url + "/generate_stream", prompt.ToJsonString()))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.StartsWith("data:", await reader.ReadLineAsync(), StringComparison.Ordinal);
        }

        await Deadline.UntilAsync(async () => (await LastRequestAsync(emulator))["aborted"]!.GetValue<bool>());
    }

    [Fact]
    public async Task ARunningClockEndsAWaitByItself()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options => options with { Speed = 1000 });
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", new JsonObject { ["state"] = "scaledToZero" });

        Answer answer = await emulator.SendAsync(
            HttpMethod.Post, "/serve/alice/demo", Requests.Prompt("Hello").ToJsonString(), hold: "600");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private static async Task<JsonNode> LastRequestAsync(TestEmulator emulator) =>
        (await emulator.GetAsync("/_emulator/requests")).Json.AsArray()
            .Last(entry => entry!["path"]!.GetValue<string>().StartsWith("/serve", StringComparison.Ordinal)) ?? new JsonObject();
}
