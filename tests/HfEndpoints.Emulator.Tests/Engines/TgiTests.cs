using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class TgiTests
{
    [Fact]
    public async Task TheRootAnswersAListAndRepeatsThePrompt()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());

        string text = Text(await emulator.PostAsync(url, Requests.Prompt("The model")));
        string bare = Text(await emulator.PostAsync(url, Requests.Prompt("The model", new JsonObject { ["return_full_text"] = false })));
        Answer generate = await emulator.PostAsync(url + "/generate", Requests.Prompt("The model"));

        Assert.Equal("The model" + bare, text);
        Assert.Equal(bare, generate.Json["generated_text"]!.GetValue<string>());
        Assert.True(bare.Length > 10);
    }

    [Fact]
    public async Task PromptAndSeedDecideTheText()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());
        async Task<string> Ask(string prompt, int? seed) => Text(await emulator.PostAsync(url, Requests.Prompt(
            prompt, new JsonObject
            {
                ["do_sample"] = seed is not null,
                ["seed"] = seed,
                ["temperature"] = seed is null ? null : 0.9,
                ["return_full_text"] = false,
            })));

        Assert.Equal(await Ask("Once", null), await Ask("Once", null));
        Assert.Equal(await Ask("Once", 1), await Ask("Once", 1));
        Assert.NotEqual(await Ask("Once", 1), await Ask("Once", 2));
        Assert.NotEqual(await Ask("Once", null), await Ask("Twice", null));
    }

    [Fact]
    public async Task DetailsDescribeEveryToken()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.PostAsync(url + "/generate", Requests.Prompt("I am", JsonNode.Parse(
            """{"details":true,"decoder_input_details":true,"max_new_tokens":5,"top_n_tokens":2,"do_sample":true,"seed":"""
            + """7}""")!.AsObject()));

        JsonNode details = answer.Json["details"]!;
        Assert.Equal("length", details["finish_reason"]!.GetValue<string>());
        Assert.Equal(5, details["generated_tokens"]!.GetValue<int>());
        Assert.Equal(7, details["seed"]!.GetValue<int>());
        Assert.Equal(["I", " am"], details["prefill"]!.AsArray().Select(token => token!["text"]!.GetValue<string>()));
        Assert.Equal(answer.Json["generated_text"]!.GetValue<string>(), string.Concat(
            details["tokens"]!.AsArray().Select(token => token!["text"]!.GetValue<string>())));
        Assert.Equal(5, details["top_tokens"]!.AsArray().Count);
    }

    [Fact]
    public async Task TheStreamsTokensAreTheText()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());
        JsonObject parameters = new() { ["max_new_tokens"] = 12, ["details"] = true };

        string whole =
            (await emulator.PostAsync(url + "/generate", Requests.Prompt(
                "The sea", parameters.DeepClone().AsObject()))).Json["generated_text"]!.GetValue<string>();
        Answer stream = await emulator.PostAsync(url + "/generate_stream", Requests.Prompt("The sea", parameters));

        JsonNode[] frames = Frames(stream);
        Assert.Equal("text/event-stream", stream.ContentType);
        Assert.Equal(whole, string.Concat(frames.Where(frame => !frame["token"]!["special"]!.GetValue<bool>()).Select(frame =>
            frame["token"]!["text"]!.GetValue<string>())));
        Assert.All(frames[..^1], frame => Assert.Null(frame["generated_text"]));
        Assert.Equal(whole, frames[^1]["generated_text"]!.GetValue<string>());
        Assert.Equal(2, frames[^1]["details"]!["input_length"]!.GetValue<int>());
        Assert.DoesNotContain("[DONE]", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStopSequenceEndsTheText()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.PostAsync(
            url + "/generate", Requests.Prompt("The model", new JsonObject { ["stop"] = new JsonArray("ea", "."), ["details"] = true }));

        Assert.Matches(@"(ea|\.)$", answer.Json["generated_text"]!.GetValue<string>());
        Assert.Equal("stop_sequence", answer.Json["details"]!["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task AGrammarGivesJsonThatFits()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());
        JsonNode schema = JsonNode.Parse(
            """{"type":"object","required":["kind"],"properties":{"kind":{"enum":["a","b"]},"count":{"type":"integer","minimum":2"""
            + ""","maximum":4},"tags":{"type":"array","items":{"type":"string"},"minItems":2}}}""")!;

        Answer answer = await emulator.PostAsync(url + "/generate", Requests.Prompt(
            "Make one", new JsonObject { ["grammar"] = new JsonObject { ["type"] = "json", ["value"] = schema } }));

        JsonNode made = JsonNode.Parse(answer.Json["generated_text"]!.GetValue<string>())!;
        Assert.Matches("^[ab]$", made["kind"]!.GetValue<string>());
        Assert.InRange(made["count"]!.GetValue<int>(), 2, 4);
        Assert.True(made["tags"]!.AsArray().Count >= 2);
    }

    [Theory]
    [InlineData("""{"temperature":0}""", "`temperature` must be strictly positive")]
    [InlineData("""{"top_p":1}""", "`top_p` must be > 0.0 and < 1.0")]
    [InlineData("""{"best_of":2}""", "you must use sampling when `best_of` is > 1")]
    [InlineData("""{"stop":["a","b","c","d","e"]}""", "`stop` supports up to 4 stop sequences. Given: 5")]
    [InlineData(
        """{"max_new_tokens":9000}""",
        "`inputs` tokens + `max_new_tokens` must be <= 8192. Given: 1 `inputs` tokens and 9000 `max_new_tokens`")]
    public async Task BadParametersAreRefused(string parameters, string message)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());

        Answer answer = await emulator.PostAsync(url + "/generate", Requests.Prompt("Hi", JsonNode.Parse(parameters)!.AsObject()));
        Answer stream = await emulator.PostAsync(url + "/generate_stream", Requests.Prompt("Hi", JsonNode.Parse(parameters)!.AsObject()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Input validation error: " + message, answer.Error);
        Assert.Equal("validation", answer.Json["error_type"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, stream.Status);
        Assert.Equal("validation", Frames(stream).Single()["error_type"]!.GetValue<string>());
    }

    [Fact]
    public async Task TheInputLimitIsThatOfTheImage()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi(
            change: body => body["model"]!["env"] = new JsonObject { ["MAX_INPUT_LENGTH"] = "3", ["MAX_TOTAL_TOKENS"] = "10" }));

        Answer info = await emulator.GetAsync(url + "/info");
        Answer tooLong = await emulator.PostAsync(url + "/generate", Requests.Prompt("one two three four"));
        Answer cut = await emulator.PostAsync(
            url + "/generate", Requests.Prompt("one two three four", new JsonObject { ["truncate"] = 3 }));

        Assert.Equal(3, info.Json["max_input_tokens"]!.GetValue<int>());
        Assert.Equal("Input validation error: `inputs` must have less than 3 tokens. Given: 4", tooLong.Error);
        Assert.Equal(HttpStatusCode.OK, cut.Status);
    }

    [Fact]
    public async Task MoreThanItsSlotsIsOverload()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { MaxConcurrent = 2, GenerateTime = TimeSpan.FromHours(1) });
        string url = await emulator.DeployAsync(Requests.Tgi());
        using var stop = new CancellationTokenSource();

        List<Task<Answer>> calls = [.. Enumerable.Range(0, 3).Select(_ => emulator.SendAsync(
            HttpMethod.Post, url, Requests.Prompt("Hi").ToJsonString(), cancellationToken: stop.Token))];
        Task<Answer> refused = await Task.WhenAny(calls);
        Answer answer = await refused;
        calls.Remove(refused);
        await stop.CancelAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("""{"error":"Model is overloaded","error_type":"overloaded"}""", answer.Text);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));
    }

    [Theory]
    [InlineData("/generate_stream", """{"inputs":"Hi"}""", """data:{"error":"Model is overloaded","error_type":"overloaded"}""" + "\n\n")]
    [InlineData("", """{"inputs":"Hi","stream":true}""", """data:{"error":"Model is overloaded","error_type":"overloaded"}""" + "\n\n")]
    [InlineData(
        "/v1/chat/completions",
        """{"messages":[{"role":"user","content":"Hi"}],"stream":true}""",
        """data: {"error":{"message":"Model is overloaded","http_status_code":422}}""" + "\n\ndata: [DONE]\n\n")]
    public async Task AStreamReportsOverloadAfterItHasAnswered(string route, string body, string expected)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { MaxConcurrent = 1, GenerateTime = TimeSpan.FromHours(1) });
        string url = await emulator.DeployAsync(Requests.Tgi(change: change => change["model"]!["repository"] = Engines.ChatModel));
        using var stop = new CancellationTokenSource();
        Task<Answer> running = emulator.SendAsync(
            HttpMethod.Post, url, Requests.Prompt("Hi").ToJsonString(), cancellationToken: stop.Token);
        await Deadline.UntilAsync(async () =>
            (await emulator.GetAsync(url + "/metrics")).Text.Contains("tgi_batch_current_size 1", StringComparison.Ordinal));

        Answer answer = await emulator.SendAsync(HttpMethod.Post, url + route, body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(expected, answer.Text);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task ChatAnswersAndStreams()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url =
            await emulator.DeployAsync(Requests.Tgi(
                change: body => body["model"]!["repository"] = "HuggingFaceTB/SmolLM2-1.7B-Instruct")) + "/v1/chat/completions";
        JsonObject body = JsonNode.Parse("""{"model":"dummy","messages":[{"role":"user","content":"Hi"}],"max_tokens":8}""")!.AsObject();

        JsonNode answer = (await emulator.PostAsync(url, body)).Json;
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        Answer stream = await emulator.PostAsync(url, body);

        string content = answer["choices"]![0]!["message"]!["content"]!.GetValue<string>();
        JsonNode[] chunks = Frames(stream);
        Assert.Equal(content, string.Concat(chunks[..^1].Select(chunk => chunk["choices"]![0]!["delta"]!["content"]!.GetValue<string>())));
        Assert.Equal("length", answer["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(8, chunks[^1]["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.EndsWith("data: [DONE]\n\n", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherRoutesAnswerToo()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Requests.Tgi());

        Assert.Equal(HttpStatusCode.OK, (await emulator.GetAsync(url + "/health")).Status);
        Assert.Equal("gpt2", (await emulator.GetAsync(url + "/v1/models")).Json["data"]![0]!["id"]!.GetValue<string>());
        JsonNode tokens = (await emulator.PostAsync(url + "/tokenize", Requests.Prompt("Hi you"))).Json;
        Assert.Equal(6, tokens[1]!["stop"]!.GetValue<int>());
    }

    private static string Text(Answer answer) => answer.Json[0]!["generated_text"]!.GetValue<string>();

    private static JsonNode[] Frames(Answer answer) => [.. answer.Text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line["data:".Length..].Trim())
        .Where(data => data != "[DONE]")
        .Select(data => JsonNode.Parse(data)!)];
}
