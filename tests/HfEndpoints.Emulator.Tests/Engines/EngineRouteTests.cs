using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HfEndpoints.Emulator.Tests;

public class EngineRouteTests
{
    [Theory]
    [InlineData("vllm", "/", HttpStatusCode.NotFound, """{"detail":"Not Found"}""")]
    [InlineData("vllm", "/version", HttpStatusCode.OK, """{"version":"0.11.0"}""")]
    [InlineData("vllm", "/v1/chat/completions", HttpStatusCode.MethodNotAllowed, """{"detail":"Method Not Allowed"}""")]
    [InlineData("sglang", "/nope", HttpStatusCode.NotFound, """{"detail":"Not Found"}""")]
    [InlineData("llamacpp", "/health", HttpStatusCode.OK, """{"status":"ok"}""")]
    [InlineData(
        "llamacpp", "/nope", HttpStatusCode.NotFound, """{"error":{"code":404,"message":"File Not Found","type":"not_found_error"}}""")]
    [InlineData("tei", "/nope", HttpStatusCode.NotFound, "")]
    public async Task ARouteAnswersAsItsServer(string server, string route, HttpStatusCode status, string body)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server));

        Answer answer = await emulator.GetAsync(url + route);

        Assert.Equal(status, answer.Status);
        Assert.Equal(body, answer.Text);
    }

    [Theory]
    [InlineData("tgi", "tgi_request_success 1", "tgi_request_failure 1")]
    [InlineData(
        "vllm",
        """vllm:request_success_total{engine="0",model_name="HuggingFaceTB/SmolLM2-1.7B-Instruct"} 1""",
        "vllm:generation_tokens_total")]
    [InlineData("sglang", """sglang:num_requests_total{model_name="HuggingFaceTB/SmolLM2-1.7B-Instruct"} 2""", "sglang:num_queue_reqs")]
    [InlineData("llamacpp", "llamacpp:tokens_predicted_total 6", "llamacpp:requests_processing 0")]
    public async Task MetricsFollowTheLoad(string server, string line, string other)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server));
        await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat(more: """{"max_tokens":6}"""));
        await emulator.PostAsync(url + "/v1/chat/completions", new JsonObject());

        Answer metrics = await emulator.GetAsync(url + "/metrics");

        Assert.Equal("text/plain", metrics.ContentType);
        Assert.Contains(line + "\n", metrics.Text, StringComparison.Ordinal);
        Assert.Contains(other, metrics.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vllm", "prompt", "tokens", "prompt")]
    [InlineData("sglang", "prompt", "tokens", "text")]
    [InlineData("llamacpp", "content", "tokens", "content")]
    public async Task TokensLeadBackToTheText(string server, string input, string tokens, string output)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server));

        JsonNode ids =
            (await emulator.PostAsync(url + "/tokenize", new JsonObject { [input] = "The old pilot, and a zyzzyva" })).Json[tokens]!;
        Answer text = await emulator.PostAsync(url + "/detokenize", new JsonObject { ["tokens"] = ids.DeepClone() });

        Assert.Equal("The old pilot, and a zyzzyva", text.Json[output]!.GetValue<string>());
    }

    [Theory]
    [InlineData("tgi")]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task CompletionsAnswerEveryPrompt(string server)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server, "openai-community/gpt2")) + "/v1/completions";

        JsonNode answer = (await emulator.PostAsync(url, JsonNode.Parse("""{"prompt":["The sea","A machine"],"max_tokens":7}"""))).Json;
        Answer stream = await emulator.PostAsync(url, JsonNode.Parse("""{"prompt":"The sea","max_tokens":7,"stream":true}"""));

        Assert.Equal([0, 1], answer["choices"]!.AsArray().Select(choice => choice!["index"]!.GetValue<int>()));
        Assert.Equal(14, answer["usage"]!["completion_tokens"]!.GetValue<int>());
        JsonNode[] chunks = Engines.Events(stream);
        Assert.Equal(answer["choices"]![0]!["text"]!.GetValue<string>(), string.Concat(
            chunks.Select(chunk => chunk["choices"]![0]!["text"]!.GetValue<string>())));
        Assert.Equal("length", chunks[^1]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.EndsWith("data: [DONE]\n\n", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SglangGeneratesWithAllTheTextInEachEvent()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("sglang"));

        JsonNode whole =
            (await emulator.PostAsync(
                url + "/generate", JsonNode.Parse("""{"text":"The sea","sampling_params":{"max_new_tokens":5}}"""))).Json;
        JsonNode[] events = Engines.Events(await emulator.PostAsync(
            url + "/generate", JsonNode.Parse("""{"text":"The sea","sampling_params":{"max_new_tokens":5},"stream":true}""")));

        Assert.Equal("length", whole["meta_info"]!["finish_reason"]!["type"]!.GetValue<string>());
        Assert.Equal(5, events.Length);
        Assert.Equal(whole["text"]!.GetValue<string>(), events[^1]["text"]!.GetValue<string>());
        Assert.StartsWith(events[0]["text"]!.GetValue<string>(), events[1]["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True((await emulator.GetAsync(url + "/get_model_info")).Json["is_generation"]!.GetValue<bool>());
    }

    [Fact]
    public async Task LlamaCompletesDescribesItsSlotsAndHasModes()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("llamacpp", change: body => body["model"]!["image"]!["llamacpp"]!["nParallel"] = 2));

        JsonNode answer = (await emulator.PostAsync(url + "/completion", JsonNode.Parse("""{"prompt":"The sea","n_predict":5}"""))).Json;
        JsonNode[] events = Engines.Events(
            await emulator.PostAsync(url + "/completion", JsonNode.Parse("""{"prompt":"The sea","n_predict":5,"stream":true}""")));
        Answer embedding = await emulator.PostAsync(url + "/embedding", JsonNode.Parse("""{"content":"a"}"""));

        Assert.Equal("limit", answer["stop_type"]!.GetValue<string>());
        Assert.Equal(answer["content"]!.GetValue<string>(), string.Concat(events.Select(item => item["content"]!.GetValue<string>())));
        Assert.True(events[^1]["stop"]!.GetValue<bool>());
        Assert.Equal(2, (await emulator.GetAsync(url + "/slots")).Json.AsArray().Count);
        Assert.Equal(2, (await emulator.GetAsync(url + "/props")).Json["total_slots"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.NotImplemented, embedding.Status);
        Assert.Equal("not_supported_error", embedding.Json["error"]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task LlamaSaysThatItLoads()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("llamacpp", change: body => body["tags"] = new JsonArray("emulator:server-loading")));

        Answer answer = await emulator.GetAsync(url + "/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("""{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", answer.Text);
    }

    [Fact]
    public async Task VllmServesEmbeddingsAndRanksForModelsOfThatKind()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string embedder = await emulator.DeployAsync(Engines.Endpoint("vllm", "BAAI/bge-small-en-v1.5", "sentence-embeddings"));

        JsonNode embedding = (await emulator.PostAsync(embedder + "/v1/embeddings", JsonNode.Parse("""{"input":["a","b"]}"""))).Json;
        JsonNode ranks =
            (await emulator.PostAsync(
                embedder + "/rerank", JsonNode.Parse("""{"query":"rain","documents":["a bank","wind and showers"],"top_n":1}"""))).Json;
        JsonNode scores =
            (await emulator.PostAsync(embedder + "/score", JsonNode.Parse("""{"text_1":"rain","text_2":["rain","a bank"]}"""))).Json;
        Answer chat = await emulator.PostAsync(embedder + "/v1/chat/completions", Engines.Chat());

        Assert.Equal(2, embedding["data"]!.AsArray().Count);
        Assert.Equal(1, ranks["results"]!.AsArray().Single()!["index"]!.GetValue<int>());
        Assert.Equal(1, scores["data"]![0]!["score"]!.GetValue<double>(), 4);
        Assert.Equal("The model does not support Chat Completions API", chat.Json["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task VllmMustBeAllowedToChooseToolsByItself()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("vllm", change: body => body["model"]!.AsObject().Remove("args")));

        Answer answer = await emulator.PostAsync(
            url + "/v1/chat/completions", Engines.Chat(more: """{"tools":[{"type":"function","function":{"name":"f"}}]}"""));

        Assert.Equal(
            "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set",
            answer.Json["error"]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task RequestsAboveTheSlotsWait(string server)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { MaxConcurrent = 1, GenerateTime = TimeSpan.FromHours(1) });
        string url = await emulator.DeployAsync(Engines.Endpoint(server));
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        using var third = new CancellationTokenSource();
        Task<Answer> Ask(CancellationToken token) => emulator.SendAsync(
            HttpMethod.Post, url + "/v1/chat/completions", Engines.Chat().ToJsonString(), cancellationToken: token);

        Task<Answer> running = Ask(first.Token);
        await Deadline.UntilAsync(() => LoadAsync(emulator, url, 1, 0));
        Task<Answer> leaving = Ask(second.Token);
        await Deadline.UntilAsync(() => LoadAsync(emulator, url, 1, 1));
        Task<Answer> waiting = Ask(third.Token);
        await Deadline.UntilAsync(() => LoadAsync(emulator, url, 1, 2));

        // One in the queue leaves, then the one that is worked on: the last gets the slot.
        await second.CancelAsync();
        await Deadline.UntilAsync(() => LoadAsync(emulator, url, 1, 1));
        await first.CancelAsync();
        await Deadline.UntilAsync(() => LoadAsync(emulator, url, 1, 0));

        Assert.False(waiting.IsCompleted);
        await third.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running, leaving, waiting));
        await Deadline.UntilAsync(() => LoadAsync(emulator, url, 0, 0));
    }

    private static async Task<bool> LoadAsync(TestEmulator emulator, string url, int running, int waiting)
    {
        string metrics = (await emulator.GetAsync(url + "/metrics")).Text;
        int Value(string pattern) => int.Parse(
            Regex.Match(
                metrics, $@"^(?:{pattern})(?:{{.*}})? (\d+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
        return Value("vllm:num_requests_running|sglang:num_running_reqs|llamacpp:requests_processing") == running
            && Value("vllm:num_requests_waiting|sglang:num_queue_reqs|llamacpp:requests_deferred") == waiting;
    }
}
