namespace HfEndpoints.Client.Tests;

public class ReplicasTests
{
    [Fact]
    public async Task ListsReplicasThatRunAndThatStopped()
    {
        await using CannedService service = await CannedService.StartAsync(("GET /v2/endpoint/acme/e/replica", """
            { "items": [
              { "id": "v1-a", "versionId": "v1", "status": { "stage": "running", "live": true, "updating": false,
                "startedAt": "2026-11-21T10:00:00.123456789Z" } },
              { "id": "v2-b", "versionId": "v2", "status": { "stage": "exploded", "live": false, "updating": true,
                "stoppedAt": "2026-11-21T10:01:00Z", "exitCode": 137, "mood": "bad" } }] }
            """));
        IReadOnlyList<Replica> replicas = await service.Client.Replicas.ListAsync("acme", "e");
        Assert.Equal(["v1-a", "v2-b"], replicas.Select(replica => replica.Id));
        Assert.True(replicas[0].Status.Live);
        Assert.NotNull(replicas[0].Status.StartedAt);
        Assert.Equal(("exploded", true, 137), (replicas[1].Status.Stage, replicas[1].Status.Updating, replicas[1].Status.ExitCode));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{ "items": [{ "id": "a" }] }""", 1)]
    public async Task TakesWhatIsLeftOutAsNotThere(string answer, int count)
    {
        await using CannedService service = await CannedService.StartAsync(("GET /v2/endpoint/acme/e/replica", answer));
        IReadOnlyList<Replica> replicas = await service.Client.Replicas.ListAsync("acme", "e");
        Assert.Equal(count, replicas.Count);
        Assert.All(replicas, replica => Assert.Equal("", replica.Status.Stage));
    }

    [Fact]
    public async Task TellsAMissingEndpoint()
    {
        await using CannedService service = await CannedService.StartAsync();
        HfException exception = await Assert.ThrowsAnyAsync<HfException>(() => service.Client.Replicas.ListAsync("acme", "e"));
        Assert.Equal(HfErrorKind.EndpointNotFound, exception.Kind);
    }

    [Fact]
    public async Task DebugsAnEndpoint()
    {
        await using CannedService service = await CannedService.StartAsync(("POST /v2/endpoint/acme/e/agent/debug", """
            { "name": "e", "status": { "state": "failed", "agentMessage": "The model does not fit." } }
            """));
        InferenceEndpoint endpoint = await service.Client.Endpoints.DebugAsync("acme", "e");
        Assert.Equal("The model does not fit.", endpoint.Status.AgentMessage);
        Assert.Equal("acme", endpoint.Namespace);
        Assert.Null(service.Body);
    }
}
