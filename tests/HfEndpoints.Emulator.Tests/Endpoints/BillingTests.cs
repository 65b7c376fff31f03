using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class BillingTests
{
    [Fact]
    public async Task MinutesAreBilledFromInitializingOnForEveryReplica()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", JsonNode.Parse(
            """{"replicas":2,"compute":{"scaling":{"minReplica":2,"maxReplica":2}}}""")!);

        emulator.Advance(3600);
        JsonNode bill = (await emulator.GetAsync("/_emulator/bill")).Json;

        Assert.Equal(7200, bill["endpoints"]![0]!["billedSeconds"]!.GetValue<double>());
        Assert.Equal(0.128, bill["totalUsd"]!.GetValue<double>(), 6);
    }

    [Fact]
    public async Task APausedEndpointKeepsItsBillAndAddsNothing()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", new JsonObject());
        emulator.Advance(61);
        await emulator.PostAsync("/v2/endpoint/alice/demo/pause");
        emulator.Advance(86_400);
        await emulator.DeleteAsync("/v2/endpoint/alice/demo");

        JsonNode bill = (await emulator.GetAsync("/_emulator/bill")).Json;

        Assert.Equal(120, bill["endpoints"]![0]!["billedSeconds"]!.GetValue<double>());
    }

    [Fact]
    public async Task WaitingForAMachineCostsNothing()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync(
            "/v2/endpoint/alice", Requests.Endpoint(change: body => body["tags"] = new JsonArray("emulator:stay-pending")));

        emulator.Advance(86_400);

        Assert.Equal(0, (await emulator.GetAsync("/_emulator/bill")).Json["totalUsd"]!.GetValue<double>());
    }
}
