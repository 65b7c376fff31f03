using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class LogTests
{
    private const string Logs = "/v3/endpoint/alice/demo/logs";
    private const string TextLogs = "/v2/endpoint/alice/demo/logs";

    [Theory]
    [InlineData(
        """{"tgi":{"url":"ghcr.io/huggingface/text-generation-inference:3"}}""",
        "text_generation_launcher: Starting Webserver",
        "router/src/server.rs:2402: Connected")]
    [InlineData("""{"vLLM":{"url":"vllm/vllm-openai:v1"}}""", "vLLM API server version", "Uvicorn running on http://0.0.0.0:8000")]
    [InlineData("""{"huggingface":{}}""", "Initializing model gpt2", "Uvicorn running on http://0.0.0.0:5000")]
    [InlineData("""{"tei":{"url":"tei"}}""", "Starting model backend", "Ready")]
    [InlineData("""{"llamacpp":{"url":"l","modelPath":"m.gguf"}}""", "loading model '/repository/m.gguf'", "starting the main loop")]
    [InlineData("""{"sGLang":{"url":"s"}}""", "server_args=ServerArgs", "fired up and ready to roll")]
    [InlineData("""{"custom":{"url":"acme/own:1"}}""", "loading gpt2", "listening")]
    public async Task AStartReadsLikeItsServers(string image, string early, string last)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/v2/endpoint/alice", Requests.Endpoint(change: body => body["model"]!["image"] = JsonNode.Parse(image)));

        string pending = (await emulator.GetAsync(TextLogs)).Text;
        emulator.Advance(17);
        string starting = (await emulator.GetAsync(TextLogs)).Text;
        emulator.Advance(100);
        Answer ready = await emulator.GetAsync(TextLogs);

        Assert.Empty(pending);
        Assert.Contains(early, ready.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(last, starting, StringComparison.Ordinal);
        Assert.StartsWith(starting, ready.Text, StringComparison.Ordinal);
        Assert.Contains(last, ready.Text.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal("text/plain", ready.ContentType);
    }

    [Fact]
    public async Task ARequestIsALineWithItsLatency()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi("demo"));

        await emulator.PostAsync($"{url}/generate", Requests.Prompt("Hello"));
        await emulator.PostAsync($"{url}/generate", Requests.Prompt("Hello", new JsonObject { ["temperature"] = -1 }));

        JsonArray lines = (await emulator.GetAsync($"{Logs}?search=PATH%3D")).Json.AsArray();
        Assert.Equal(["INFO", "WARN"], lines.Select(line => line!["level"]!.GetValue<string>()));
        Assert.Matches("""path="/generate".*Success status=200 total_time="\d+\.\d+ms"$""", lines[0]!["line"]!.GetValue<string>());
    }

    [Fact]
    public async Task AFailureIsLoggedAsAnErrorAndAPauseAsAnEnd()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.DeployAsync(Requests.Endpoint(change: body => body["model"]!["repository"] = "acme/fail-to-load"));
        await emulator.DeployAsync(Requests.Tgi());
        await emulator.PostAsync("/v2/endpoint/alice/tgi/pause");

        JsonArray errors = (await emulator.GetAsync($"{Logs}?level=error")).Json.AsArray();
        string end = (await emulator.GetAsync("/v2/endpoint/alice/tgi/logs?tail=5")).Text;

        Assert.DoesNotContain("Application startup complete", (await emulator.GetAsync(TextLogs)).Text, StringComparison.Ordinal);
        Assert.Contains(
            errors, line => line!["line"]!.GetValue<string>().Contains("the model could not be loaded", StringComparison.Ordinal));
        Assert.All(errors, line => Assert.Equal("stderr", line!["stream"]!.GetValue<string>()));
        Assert.Contains("signal received, starting graceful shutdown", end, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALogIsBounded()
    {
        await using TestEmulator emulator = await StartWithLinesAsync(0);
        string long16 = new('x', 20_000);
        for (int i = 0; i < 600; i++)
        {
            await WriteAsync(emulator, long16);
        }

        string text = (await emulator.GetAsync(TextLogs)).Text;

        Assert.InRange(text.Length, 7_000_000, 8 * 1024 * 1024 + 1024);
        Assert.Equal(16 * 1024, text.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task TailReplicaAndLengthCut()
    {
        await using TestEmulator emulator = await StartWithLinesAsync(3);
        await WriteAsync(emulator, "from another", replica: "other-1");

        Assert.Equal("line 2\nfrom another\n", (await emulator.GetAsync($"{TextLogs}?tail=2")).Text);
        Assert.Equal("from\n", (await emulator.GetAsync($"{TextLogs}?replica=other-1&line_max_length=4")).Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await emulator.GetAsync($"{TextLogs}?tail=-1")).Status);
    }

    [Theory]
    [InlineData("/v2/endpoint/alice/demo/logs/sse?tail=1", "line 0")]
    [InlineData("/v2/endpoint/alice/demo/logs?follow=true&tail=1", "line 0")]
    [InlineData("/v3/endpoint/alice/demo/logs/sse?tail=1", "line 0")]
    [InlineData("/v3/endpoint/alice/demo/logs/sse", null)]
    public async Task AFollowerGetsALineAtOnce(string path, string? first)
    {
        await using TestEmulator emulator = await StartWithLinesAsync(1);
        using ReceivedEvents stream = await ReceivedEvents.OpenAsync(emulator, path);
        if (first is not null)
        {
            Assert.Contains(first, await NextAsync(), StringComparison.Ordinal);
        }

        await WriteAsync(emulator, "a new line");

        Assert.Contains("a new line", await NextAsync(), StringComparison.Ordinal);

        async Task<string> NextAsync()
        {
            string? line;
            do
            {
                line = await stream.ReadLineAsync();
            }
            while (line is "");
            return line!;
        }
    }

    [Fact]
    public async Task AFollowerSeesAStartAsTheClockMoves()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PostAsync("/v2/endpoint/alice", Requests.Tgi("demo"));
        using ReceivedEvents stream = await ReceivedEvents.OpenAsync(emulator, $"{Logs}/sse");

        emulator.Advance(8);
        JsonNode first = await stream.ReadJsonAsync();
        emulator.Advance(60);
        JsonNode entry = first;
        while (!entry["line"]!.GetValue<string>().EndsWith("Connected", StringComparison.Ordinal))
        {
            entry = await stream.ReadJsonAsync();
        }

        Assert.Contains("Args {", first["line"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    internal static async Task<TestEmulator> StartWithLinesAsync(int count, double secondsBetween = 0)
    {
        TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.PutAsync("/_emulator/endpoints/alice/demo", new JsonObject { ["state"] = "paused" });
        for (int i = 0; i < count; i++)
        {
            await WriteAsync(emulator, $"line {i}");
            emulator.Advance(secondsBetween);
        }

        return emulator;
    }

    internal static async Task WriteAsync(TestEmulator emulator, string line, string? level = null, string? replica = null)
    {
        var body = new JsonObject { ["line"] = line, ["level"] = level, ["replica"] = replica };
        Answer answer = await emulator.PostAsync("/_emulator/endpoints/alice/demo/logs", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }
}
