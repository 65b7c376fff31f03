using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class AuditTests
{
    private const string Demo = "/v2/endpoint/acme/sleepy";

    [Fact]
    public async Task EveryActionIsNamedNewestFirst()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Sleepy(), "acme");
        await emulator.PutAsync(Demo, JsonNode.Parse("""{"tags":["a"],"compute":{"scaling":{"maxReplica":3}}}""")!);
        emulator.Advance(60);
        await emulator.PostAsync($"{Demo}/scale-to-zero");
        await emulator.PostAsync($"{Demo}/resume");
        Answer paused = await emulator.PostAsync($"{Demo}/pause");
        await emulator.DeleteAsync(Demo);

        JsonArray list = (await emulator.GetAsync("/v2/audit-logs/acme")).Json["list"]!.AsArray();

        Assert.Equal(
            [
                "endpointDeleted", "endpointPaused", "endpointResumed", "endpointScaledToZero",
                "endpointUpdated", "endpointUpdated", "endpointCreated",
            ],
            list.Select(entry => entry!["reason"]!.AsObject().Single().Key));
        Assert.Equal(paused.Headers.GetValues("x-request-id").Single(), list[1]!["requestId"]!.GetValue<string>());
        Assert.Equal("critical", list[0]!["level"]!.GetValue<string>());
        Assert.Equal("alice", list[0]!["user"]!["name"]!.GetValue<string>());
        Assert.Equal("""{"tags":{"before":{"tags":[]},"after":{"tags":["a"]}}}""", list[4]!["reason"]!["endpointUpdated"]!.ToJsonString());
        Assert.Equal(
            """{"replica":{"before":{"minReplica":0,"maxReplica":1},"after":{"minReplica":0,"maxReplica":3}}}""",
            list[5]!["reason"]!["endpointUpdated"]!.ToJsonString());
    }

    [Fact]
    public async Task SecretsAreNotShown()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(
            Requests.Endpoint(change: body => body["model"]!["secrets"] = new JsonObject { ["KEY"] = "confidential-1" }));
        await emulator.PutAsync("/v2/endpoint/alice/demo", JsonNode.Parse("""{"model":{"secrets":{"KEY":"confidential-2"}}}""")!);

        Answer answer = await emulator.GetAsync("/v2/audit-logs/alice");

        Assert.DoesNotContain("confidential", answer.Text, StringComparison.Ordinal);
        Assert.NotNull(answer.Json["list"]![0]!["reason"]!["endpointUpdated"]!["secrets"]);
    }

    [Fact]
    public async Task PagesAndFilters()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        foreach (string name in new[] { "a", "b", "c", "d", "e" })
        {
            await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint(name));
        }

        JsonNode first = (await emulator.GetAsync("/v2/audit-logs/alice?limit=2")).Json;
        JsonNode second = (await emulator.GetAsync($"/v2/audit-logs/alice?limit=2&cursor={first["next_cursor"]}")).Json;
        JsonNode third = (await emulator.GetAsync($"/v2/audit-logs/alice?limit=2&cursor={second["next_cursor"]}")).Json;
        JsonNode back = (await emulator.GetAsync($"/v2/audit-logs/alice?limit=2&cursor={third["prev_cursor"]}")).Json;

        Assert.Equal(["e,d", "c,b", "a", "c,b"], [Names(first), Names(second), Names(third), Names(back)]);
        Assert.Null(first["prev_cursor"]);
        Assert.Null(third["next_cursor"]);
        Assert.Equal("b", Names((await emulator.GetAsync("/v2/audit-logs/alice?endpoint=b&username=ALICE")).Json));
        Assert.Equal("", Names((await emulator.GetAsync("/v2/audit-logs/alice?username=mallory")).Json));
        Assert.Equal("", Names((await emulator.GetAsync("/v2/audit-logs/acme")).Json));
        Assert.Equal("Bad Request: invalid cursor", (await emulator.GetAsync("/v2/audit-logs/alice?cursor=%21")).Error);
    }

    private static string Names(JsonNode page) =>
        string.Join(',', page["list"]!.AsArray().Select(entry => entry!["endpoint"]!.GetValue<string>()));
}
