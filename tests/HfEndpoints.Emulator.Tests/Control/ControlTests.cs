using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class ControlTests
{
    [Fact]
    public async Task RequestsAreRecordedWithoutTheToken()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.GetAsync("/v2/endpoint/alice?limit=5", "hf_confidential");
        await emulator.PostAsync("/v2/endpoint/alice", JsonNode.Parse("""{"name":1}"""), null);
        await emulator.SendAsync(HttpMethod.Post, "/v2/endpoint/alice", "no json");

        Answer log = await emulator.GetAsync("/_emulator/requests");

        JsonArray entries = log.Json.AsArray();
        Assert.DoesNotContain("hf_confidential", log.Text, StringComparison.Ordinal);
        Assert.Equal([true, false, true], entries.Select(entry => entry!["authorization"]!.GetValue<bool>()));
        Assert.Equal("?limit=5", entries[0]!["query"]!.GetValue<string>());
        Assert.Equal("""{"name":1}""", entries[1]!["body"]!.ToJsonString());
        Assert.Equal(401, entries[1]!["status"]!.GetValue<int>());
        Assert.Equal("no json", entries[2]!["body"]!.GetValue<string>());
        await emulator.DeleteAsync("/_emulator/requests");
        Assert.Equal("[]", (await emulator.GetAsync("/_emulator/requests")).Text);
    }

    [Theory]
    [InlineData("pending", 0)]
    [InlineData("initializing", 0)]
    [InlineData("updating", 0)]
    [InlineData("running", 3)]
    [InlineData("paused", 0)]
    [InlineData("scaledToZero", 0)]
    [InlineData("failed", 0)]
    [InlineData("updateFailed", 0)]
    public async Task AStateCanBeForcedAndStays(string state, int ready)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        await emulator.PutAsync("/_emulator/endpoints/acme/demo", new JsonObject
        {
            ["state"] = state,
            ["message"] = "because",
            ["replicas"] = 3,
            ["compute"] = JsonNode.Parse("""{"scaling":{"minReplica":3,"maxReplica":3}}"""),
        });
        emulator.Advance(3600);
        Answer answer = await emulator.GetAsync("/v2/endpoint/acme/demo");

        ApiDocument.AssertFits("get", "/v2/endpoint/{namespace}/{name}", answer.Json);
        Assert.Equal(state, answer.State);
        Assert.Equal("because", answer.Json["status"]!["message"]!.GetValue<string>());
        Assert.Equal(ready, answer.Json["status"]!["readyReplica"]!.GetValue<int>());
    }

    [Fact]
    public async Task ResetForgetsEverything()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/_emulator/endpoints?count=2&namespace=alice");
        await emulator.PutAsync("/_emulator/faults", JsonNode.Parse("""[{"path":"/never"}]""")!);

        await emulator.PostAsync("/_emulator/reset");

        Assert.Equal("[]", (await emulator.GetAsync("/_emulator/requests")).Text);
        Assert.Equal("[]", (await emulator.GetAsync("/_emulator/faults")).Text);
        Assert.Equal(0, (await emulator.GetAsync("/v2/endpoint/alice")).Json["totalItems"]!.GetValue<int>());
        Assert.Empty((await emulator.GetAsync("/_emulator/bill")).Json["endpoints"]!.AsArray());
    }

    [Fact]
    public async Task TheClockIsMovedByHand()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        DateTimeOffset before = (await emulator.GetAsync("/_emulator/clock")).Json["now"]!.GetValue<DateTimeOffset>();
        await emulator.PostAsync("/_emulator/clock/advance?seconds=90");
        DateTimeOffset after = (await emulator.GetAsync("/_emulator/clock")).Json["now"]!.GetValue<DateTimeOffset>();

        Assert.Equal(90, (after - before).TotalSeconds, 3);
        Assert.Equal(HttpStatusCode.BadRequest, (await emulator.PostAsync("/_emulator/clock/advance?seconds=-1")).Status);
    }
}
