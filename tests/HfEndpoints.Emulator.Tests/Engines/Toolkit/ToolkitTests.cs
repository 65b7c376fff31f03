using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class ToolkitTests
{
    [Fact]
    public async Task ThePromptIsPartOfTheAnswerUnlessItIsAskedNotToBe()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        string full = (await emulator.PostAsync(url, Requests.Prompt("The sea"))).Json[0]!["generated_text"]!.GetValue<string>();
        string bare =
            (await emulator.PostAsync(url + "/predict", Requests.Prompt(
                "The sea", new JsonObject { ["return_full_text"] = false }))).Json[0]!["generated_text"]!.GetValue<string>();

        Assert.Equal("The sea" + bare, full);
    }

    [Fact]
    public async Task SeveralPromptsGiveSeveralLists()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        JsonNode answer = (await emulator.PostAsync(url, JsonNode.Parse("""{"inputs":["One","Two"]}"""))).Json;

        Assert.StartsWith("Two", answer[1]![0]!["generated_text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", """Body needs to provide a inputs key, received: b'{"prompt":"x"}'""")]
    [InlineData("""{"inputs":7}""", "text input must be of type `str` (single example) or `List[str]` (batch)")]
    [InlineData(
        """{"inputs":"x","parameters":{"details":true}}""",
        "The following `model_kwargs` are not used by the model: ['details'] (note: typos in the generate arguments will also show up in "
            + "this list)")]
    public async Task EveryErrorIsABadRequest(string body, string error)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        Answer answer = await emulator.PostAsync(url, JsonNode.Parse(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/health")]
    public async Task HealthSaysOk(string route)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Endpoint());

        Assert.Equal("Ok", (await emulator.GetAsync(url + route)).Text);
    }

    [Fact]
    public async Task AForcedEndpointStreams()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", new JsonObject());
        const string url = "/serve/alice/demo";

        Answer answer = await emulator.PostAsync(
            url, JsonNode.Parse("""{"inputs":"I am","parameters":{"max_new_tokens":2},"stream":true}"""));

        Assert.Equal("text/event-stream", answer.ContentType);
        Assert.Equal(2, answer.Text.Split("data:", StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
