using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class ReplicaTests
{
    private const string Demo = "/v2/endpoint/alice/demo";

    [Fact]
    public async Task AReplicaGoesThroughItsStages()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint());

        List<string> stages = [];
        for (int second = 0; second < 40; second++)
        {
            JsonNode item = Assert.Single((await emulator.GetAsync($"{Demo}/replica")).Json["items"]!.AsArray())!;
            string stage = item["status"]!["stage"]!.GetValue<string>();
            if (stages.LastOrDefault() != stage)
            {
                stages.Add(stage);
            }

            emulator.Advance(1);
        }

        await emulator.PostAsync($"{Demo}/pause");

        Assert.Equal(["pending", "pulling", "downloading", "initializing", "running"], stages);
        Assert.Empty((await emulator.GetAsync($"{Demo}/replica")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task AFailedReplicaStaysToBeSeen()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body => body["model"]!["repository"] = "acme/fail-to-load"));

        JsonNode status = (await emulator.GetAsync($"{Demo}/replica")).Json["items"]![0]!["status"]!;

        Assert.Equal("stopped", status["stage"]!.GetValue<string>());
        Assert.Equal(1, status["exitCode"]!.GetValue<int>());
        Assert.False(status["live"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("gpt2", """{"huggingface":{}}""", "No problem was found")]
    [InlineData("acme/fail-to-load", """{"huggingface":{}}""", "the model could not be loaded")]
    [InlineData("acme/fail-config", """{"huggingface":{}}""", "Resuming will not help")]
    [InlineData("gpt2", """{"custom":{"url":"vllm/vllm-openai:v1","healthRoute":"/health"}}""", "nothing answers GET /health on port 80")]
    public async Task TheAgentSaysWhatIsTheMatter(string repository, string image, string expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body =>
        {
            body["model"]!["repository"] = repository;
            body["model"]!["image"] = JsonNode.Parse(image);
        }));

        Assert.Null((await emulator.GetAsync(Demo)).Json["status"]!["agentMessage"]);
        await emulator.PostAsync($"{Demo}/agent/debug");
        JsonNode status = (await emulator.GetAsync(Demo)).Json["status"]!;
        Answer paused = await emulator.PostAsync($"{Demo}/pause");

        Assert.Contains(expected, status["agentMessage"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(paused.Json["status"]!["agentMessage"]);
    }
}
