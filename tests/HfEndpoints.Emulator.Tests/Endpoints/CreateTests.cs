using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class CreateTests
{
    [Fact]
    public async Task ANewEndpointIsPendingAndHasItsUrl()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.PostAsync("/v2/endpoint/acme", Requests.Endpoint());

        ApiDocument.AssertFits("post", "/v2/endpoint/{namespace}", answer.Json);
        Assert.Equal("pending", answer.State);
        Assert.EndsWith("/serve/acme/demo", answer.Json["status"]!["url"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Matches(@"\.\d{9}Z$", answer.Json["status"]!["createdAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task SecretsNeverComeBack()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint(change: body =>
        {
            body["model"]!["secrets"] = new JsonObject { ["KEY"] = "hush" };
            body["model"]!["image"] = JsonNode.Parse(
                """{"custom":{"url":"me/image:1","port":80,"credentials":{"username":"me","password":"hush"}}}""");
        }));

        Assert.DoesNotContain("hush", answer.Text, StringComparison.Ordinal);
        Assert.Equal("""{"KEY":null}""", answer.Json["model"]!["secrets"]!.ToJsonString());
    }

    [Fact]
    public async Task FieldsTheServiceDoesNotKnowAreDropped()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint(change: body =>
        {
            body["accountId"] = null;
            body["model"]!["image"] = JsonNode.Parse("""{"custom":{"url":"me/image:1","health_route":"/up","env":{"A":"1"}}}""");
        }));

        Assert.Equal("""{"custom":{"url":"me/image:1"}}""", answer.Json["model"]!["image"]!.ToJsonString());
        Assert.Equal("/", answer.Json["healthRoute"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(
        "name",
        "\"Bad_Name\"",
        "name 'Bad_Name' must only contain lowercase alphanumeric characters or '-' and have a length of 32 characters maximum")]
    [InlineData("compute.instanceSize", "\"medium\"", "Instance compute 'Cpu' - 'intel-icl' - 'medium' in 'aws' - 'us-east-1' not found")]
    [InlineData("compute.scaling", """{"minReplica":3,"maxReplica":2}""", "minReplica (3) must not be greater than maxReplica (2)")]
    [InlineData(
        "compute", """{"accelerator":"gpu","instanceType":"nvidia-h100","instanceSize":"x8","scaling":{"minReplica":1,"maxReplica":1}}""",
        "Instance compute 'Gpu' - 'nvidia-h100' - 'x8' in 'aws' - 'us-east-1' not found")]
    [InlineData(
        "model.image", """{"vLLM":{"url":"vllm/vllm-openai:v1","tensorParallelSize":4}}""",
        "tensorParallelSize (4) x dataParallelSize (1) must be the instance's number of accelerators (2)")]
    public async Task WhatCannotBeDeployedIsRefused(string path, string value, string error)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject body = Requests.Endpoint();
        Set(body, path, value);

        Answer answer = await emulator.PostAsync("/v2/endpoint/alice", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Bad Request: " + error, answer.Error);
        Assert.Equal("BAD_REQUEST", answer.Json["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task AMachineThatIsNotAvailableIsRefused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject body = Requests.Endpoint();
        Set(body, "provider", """{"vendor":"aws","region":"us-west-2"}""");
        Set(
            body,
            "compute",
            """{"accelerator":"gpu","instanceType":"nvidia-h100","instanceSize":"x8","scaling":{"minReplica":1,"maxReplica":1}}""");

        Answer answer = await emulator.PostAsync("/v2/endpoint/alice", body);

        Assert.Equal("Bad Request: Compute instance not available yet", answer.Error);
    }

    [Theory]
    [InlineData(
        "model.task",
        "null",
        HttpStatusCode.BadRequest,
        "Failed to parse the request body as JSON: model.task: expected value at line 1 column ")]
    [InlineData(
        "type", "\"odd\"", HttpStatusCode.UnprocessableEntity,
        "Failed to deserialize the JSON body into the target type: type: unknown variant `odd`, expected one of `public`, "
            + "`authenticated`, `private`, `protected` at line 1 column ")]
    [InlineData(
        "name", "7", HttpStatusCode.UnprocessableEntity,
        "Failed to deserialize the JSON body into the target type: name: invalid type: integer `7`, expected a string at line 1 column ")]
    [InlineData(
        "provider", "{}", HttpStatusCode.UnprocessableEntity,
        "Failed to deserialize the JSON body into the target type: provider: missing field `vendor` at line 1 column ")]
    public async Task ABodyThatDoesNotFitIsRefusedInText(string path, string value, HttpStatusCode status, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject body = Requests.Endpoint();
        Set(body, path, value);

        Answer answer = await emulator.PostAsync("/v2/endpoint/alice", body);

        Assert.Equal(status, answer.Status);
        Assert.Equal("text/plain", answer.ContentType);
        Assert.StartsWith(text, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorSaysWhereInTheBodyItIs()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.SendAsync(HttpMethod.Post, "/v2/endpoint/alice", "{\n  \"name\": true\n}");

        Assert.EndsWith("name: invalid type: boolean `true`, expected a string at line 2 column 14", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANameIsTakenOnlyOnce()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer[] answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint())));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task TheQuotaCountsWhatIsNotPaused()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject Big(string name) => Requests.Endpoint(name, body =>
        {
            Set(
                body,
                "compute",
                """{"accelerator":"gpu","instanceType":"nvidia-a10g","instanceSize":"x4","scaling":{"minReplica":1,"maxReplica":4}}""");
        });

        await emulator.DeployAsync(Big("first"));
        Answer refused = await emulator.PostAsync("/v2/endpoint/alice", Big("second"));
        await emulator.PostAsync("/v2/endpoint/alice/first/pause");
        Answer accepted = await emulator.PostAsync("/v2/endpoint/alice", Big("second"));
        Answer resumed = await emulator.PostAsync("/v2/endpoint/alice/first/resume");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("Conflict: Quota exceeded", refused.Error);
        Assert.Equal(HttpStatusCode.OK, accepted.Status);
        Assert.Equal(HttpStatusCode.Conflict, resumed.Status);
    }

    [Theory]
    [InlineData("/v2/endpoint/mallory", "hf_x", HttpStatusCode.Forbidden)]
    [InlineData("/v2/endpoint/alice", "hf_read_only", HttpStatusCode.Forbidden)]
    [InlineData("/v2/endpoint/alice", null, HttpStatusCode.Unauthorized)]
    public async Task OnlyAMemberWhoMayWriteCreates(string path, string? token, HttpStatusCode expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();

        Answer answer = await emulator.PostAsync(path, Requests.Endpoint(), token);

        Assert.Equal(expected, answer.Status);
    }

    private static void Set(JsonObject body, string path, string value)
    {
        string[] steps = path.Split('.');
        JsonNode parent = steps[..^1].Aggregate((JsonNode)body, (node, step) => node[step]!);
        parent[steps[^1]] = JsonNode.Parse(value);
    }
}
