namespace HfEndpoints.Client.Tests;

public class ReplicasTests
{
    [Fact]
    public async Task ListsReplicasThatRunAndThatStopped()
    {
        using var service = new CannedAnswers(("GET /v2/endpoint/acme/e/replica", """
            { "items": [
              { "id": "v1-a", "versionId": "v1", "status": { "stage": "running", "live": true, "updating": false,
                "startedAt": "2026-11-21T10:00:00.123456789Z" } },
              { "id": "v2-b", "versionId": "v2", "status": { "stage": "exploded", "live": false, "updating": true,
                "stoppedAt": "2026-11-21T10:01:00Z", "exitCode": 137, "mood": "bad" } }] }
            """));
        IReadOnlyList<HfReplica> replicas = await service.Client.Replicas.ListAsync("acme", "e");
        Assert.Equal(["v1-a", "v2-b"], replicas.Select(replica => replica.Id));
        Assert.True(replicas[0].Live);
        Assert.NotNull(replicas[0].StartedAt);
        Assert.Equal(("exploded", true, 137), (replicas[1].Stage, replicas[1].Updating, replicas[1].ExitCode));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{ "items": null }""", 0)]
    [InlineData("""{ "items": [{ "id": "a", "status": null }] }""", 1)]
    [InlineData("""{ "items": [{ "id": 7, "status": { "stage": null, "startedAt": "0000-99-99", "exitCode": 1e300 } }] }""", 1)]
    [InlineData("""{ "items": [{ "id": "a" }] }""", 1)]
    public async Task TakesWhatIsLeftOutAsNotThere(string answer, int count)
    {
        using var service = new CannedAnswers(("GET /v2/endpoint/acme/e/replica", answer));
        IReadOnlyList<HfReplica> replicas = await service.Client.Replicas.ListAsync("acme", "e");
        Assert.Equal(count, replicas.Count);
        Assert.All(replicas, replica => Assert.Null(replica.Stage));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "items": 7 }""")]
    [InlineData("""{ "items": ["a"] }""")]
    [InlineData("""{ "items": [null] }""")]
    public async Task RefusesWhatIsNotAList(string answer)
    {
        using var service = new CannedAnswers(("GET /v2/endpoint/acme/e/replica", answer));
        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => service.Client.Replicas.ListAsync("acme", "e"));
    }

    [Fact]
    public async Task TellsAMissingEndpoint()
    {
        using var service = new CannedAnswers();
        HfException exception = await Assert.ThrowsAnyAsync<HfException>(() => service.Client.Replicas.ListAsync("acme", "e"));
        Assert.Equal(HfErrorKind.EndpointNotFound, exception.Kind);
    }

    [Fact]
    public async Task DebugsAnEndpoint()
    {
        using var service = new CannedAnswers(("POST /v2/endpoint/acme/e/agent/debug", """
            { "name": "e", "status": { "state": "failed", "agentMessage": "The model does not fit." } }
            """));
        HfInferenceEndpoint endpoint = await service.Client.Endpoints.DebugAsync("acme", "e");
        Assert.Equal("The model does not fit.", endpoint.AgentMessage);
        Assert.Equal("acme", endpoint.Namespace);
        Assert.Null(service.Body);
    }
}
