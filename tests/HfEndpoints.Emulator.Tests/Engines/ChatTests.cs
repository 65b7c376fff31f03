using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class ChatTests
{
    private const string Tools = """
        [{"type":"function","function":{"name":"get_weather","parameters":{
           "type":"object","required":["unit"],"properties":{"unit":{"enum":["c","f"]}}}}},
         {"type":"function","function":{"name":"send_email","parameters":{"type":"object","properties":{"to":{"type":"string"}}}}}]
        """;

    [Theory]
    [InlineData("tgi", "stop")]
    [InlineData("vllm", "tool_calls")]
    [InlineData("sglang", "tool_calls")]
    [InlineData("llamacpp", "tool_calls")]
    public async Task AToolIsCalledWhenItIsAskedFor(string server, string reason)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";
        async Task<JsonNode> Ask(string content, string choice) => (await emulator.PostAsync(
            url, Engines.Chat(content, $$"""{"max_tokens":60,"tools":{{Tools}},"tool_choice":{{choice}}}"""))).Json["choices"]![0]!;

        JsonNode asked = await Ask("What is the weather like?", "\"auto\"");
        JsonNode call = asked["message"]!["tool_calls"]![0]!;
        Assert.Equal("get_weather", call["function"]!["name"]!.GetValue<string>());
        Assert.Matches("^[cf]$", JsonNode.Parse(call["function"]!["arguments"]!.GetValue<string>())!["unit"]!.GetValue<string>());
        Assert.Equal(reason, asked["finish_reason"]!.GetValue<string>());

        Assert.Null((await Ask("Tell me about boats", "\"auto\""))["message"]!["tool_calls"]);
        Assert.Null((await Ask("What is the weather like?", "\"none\""))["message"]!["tool_calls"]);
        Assert.NotNull((await Ask("Tell me about boats", "\"required\""))["message"]!["tool_calls"]);
        JsonNode named = await Ask("Tell me about boats", """{"type":"function","function":{"name":"send_email"}}""");
        // llama.cpp reads a word only, so there the model is free, and this one sees no reason to call.
        Assert.Equal(
            server == "llamacpp" ? null : "send_email", named["message"]!["tool_calls"]?[0]!["function"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task AStreamOpensWithTheRoleAndEndsWithUsage(string server)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";

        string whole =
            (await emulator.PostAsync(
                url, Engines.Chat(more: """{"max_tokens":9}"""))).Json["choices"]![0]!["message"]!["content"]!.GetValue<string>();
        Answer stream = await emulator.PostAsync(
            url, Engines.Chat(more: """{"max_tokens":9,"stream":true,"stream_options":{"include_usage":true}}"""));

        JsonNode[] chunks = Engines.Events(stream);
        Assert.Equal("assistant", chunks[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>());
        Assert.All(chunks[1..^1], chunk => Assert.Null(chunk["choices"]![0]!["delta"]!["role"]));
        Assert.Equal(server == "llamacpp" ? null : "", chunks[0]["choices"]![0]!["delta"]!["content"]?.GetValue<string>());
        Assert.Equal(whole, string.Concat(chunks[..^1].Select(chunk => chunk["choices"]![0]!["delta"]!["content"]?.GetValue<string>())));
        Assert.Equal("length", chunks[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.Equal(9, chunks[^1]["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.EndsWith("data: [DONE]\n\n", stream.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tgi", "stop_sequence", true)]
    [InlineData("vllm", "stop", false)]
    [InlineData("sglang", "stop", false)]
    [InlineData("llamacpp", "stop", false)]
    public async Task AStopSequenceStaysWithTgiOnly(string server, string reason, bool stays)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";

        JsonNode choice = (await emulator.PostAsync(url, Engines.Chat(more: """{"max_tokens":300,"stop":["the"]}"""))).Json["choices"]![0]!;

        Assert.Equal(reason, choice["finish_reason"]!.GetValue<string>());
        Assert.Equal(stays, choice["message"]!["content"]!.GetValue<string>().Contains("the", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tgi", """{"type":"json_object","value":SCHEMA}""")]
    [InlineData("tgi", """{"type":"json_schema","value":{"name":"n","schema":SCHEMA}}""")]
    [InlineData("vllm", """{"type":"json_schema","json_schema":{"name":"n","schema":SCHEMA}}""")]
    [InlineData("sglang", """{"type":"json_schema","json_schema":{"name":"n","schema":SCHEMA}}""")]
    [InlineData("llamacpp", """{"type":"json_object","schema":SCHEMA}""")]
    public async Task AFormatGivesJsonThatFits(string server, string format)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";
        format = format.Replace(
            "SCHEMA",
            """{"type":"object","required":["age"],"properties":{"age":{"type":"integer","minimum":7,"maximum":9}}}""",
            StringComparison.Ordinal);

        JsonNode choice = (await emulator.PostAsync(url, Engines.Chat(more: $$"""{"response_format":{{format}}}"""))).Json["choices"]![0]!;

        Assert.InRange(JsonNode.Parse(choice["message"]!["content"]!.GetValue<string>())!["age"]!.GetValue<int>(), 7, 9);
        Assert.Equal("stop", choice["finish_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task ChoicesDifferAndSeedsRepeat()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("vllm")) + "/v1/chat/completions";
        async Task<string[]> Ask(int seed) =>
            [.. (await emulator.PostAsync(url, Engines.Chat(more: $$"""{"n":3,"max_tokens":20,"temperature":0.8,"seed":{{seed}}}""")))
            .Json["choices"]!.AsArray().Select(choice => choice!["message"]!["content"]!.GetValue<string>())];

        string[] texts = await Ask(5);

        Assert.Equal(3, texts.Distinct().Count());
        Assert.Equal(texts, await Ask(5));
        Assert.NotEqual(texts, await Ask(99));
    }

    [Theory]
    [InlineData(
        "vllm",
        """{"model":"dummy"}""",
        HttpStatusCode.NotFound,
        """{"error":{"message":"The model `dummy` does not exist.","type":"NotFoundError","param":null,"code":404}}""")]
    [InlineData(
        "vllm",
        """{"max_tokens":9000}""",
        HttpStatusCode.BadRequest,
        """{"error":{"message":"'max_tokens' or 'max_completion_tokens' is too large: 9000. This model's maximum context """
        + """length is 8192 tokens and your request has 5 input tokens (9000 > 8192 - 5). """
        + """None","type":"BadRequestError","param":null,"code":400}}""")]
    [InlineData(
        "sglang",
        """{"max_tokens":9000}""",
        HttpStatusCode.BadRequest,
        """{"object":"error","message":"Requested token count exceeds the model's maximum context length of 8192 tokens. You """
        + """requested a total of 9005 tokens: 5 tokens from the input messages and 9000 tokens for the completion. Please """
        + """reduce the number of tokens in the input messages or the completion to fit within the """
        + """limit.","type":"BadRequest","param":null,"code":400}""")]
    [InlineData(
        "tgi",
        """{"max_tokens":9000}""",
        HttpStatusCode.UnprocessableEntity,
        """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8192. Given: 5 `inputs` tokens and """
        + """9000 `max_new_tokens`","error_type":"validation"}""")]
    [InlineData(
        "llamacpp",
        """{"response_format":{"type":"yaml"}}""",
        HttpStatusCode.BadRequest,
        """{"error":{"code":400,"message":"response_format type must be one of \"text\" or \"json_object\", but got: """
        + """yaml","type":"invalid_request_error"}}""")]
    public async Task ARefusalHasTheServersWords(string server, string more, HttpStatusCode status, string body)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";

        Answer answer = await emulator.PostAsync(url, Engines.Chat(more: more));

        Assert.Equal(status, answer.Status);
        Assert.Equal(body, answer.Text);
    }

    [Fact]
    public async Task LlamaSaysHowMuchTooLongAPromptIs()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("llamacpp", change: body => body["model"]!["image"]!["llamacpp"]!["ctxSize"] = 10));

        JsonNode error = (await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat("a b c d e f g h i j"))).Json["error"]!;

        Assert.Equal("exceed_context_size_error", error["type"]!.GetValue<string>());
        Assert.Equal(10, error["n_ctx"]!.GetValue<int>());
        Assert.Equal(
            "request (13 tokens) exceeds the available context size (10 tokens), try increasing it", error["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("tgi", HttpStatusCode.UnprocessableEntity, "Template error: template not found")]
    [InlineData("vllm", HttpStatusCode.BadRequest, "default chat template is no longer allowed")]
    [InlineData("sglang", HttpStatusCode.BadRequest, "tokenizer.chat_template is not set")]
    [InlineData("llamacpp", HttpStatusCode.OK, "assistant")]
    public async Task AModelWithoutATemplateCannotChat(string server, HttpStatusCode status, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string old = await emulator.DeployAsync(Engines.Endpoint(server, "openai-community/gpt2"));
        Answer byName = await emulator.PostAsync(old + "/v1/chat/completions", Engines.Chat(more: """{"max_tokens":3}"""));
        await emulator.DeleteAsync($"/v2/endpoint/alice/{server}");
        string tagged = await emulator.DeployAsync(
            Engines.Endpoint(server, change: body => body["tags"] = new JsonArray("emulator:no-chat-template")));
        Answer byTag = await emulator.PostAsync(tagged + "/v1/chat/completions", Engines.Chat(more: """{"max_tokens":3}"""));

        Assert.All([byName, byTag], answer => Assert.Equal(status, answer.Status));
        Assert.All([byName, byTag], answer => Assert.Contains(text, answer.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tgi", HttpStatusCode.FailedDependency, "\"http_status_code\":422", true)]
    [InlineData("vllm", HttpStatusCode.InternalServerError, "\"type\":\"InternalServerError\"", true)]
    [InlineData("sglang", HttpStatusCode.InternalServerError, "{\"error\":{\"object\":\"error\"", true)]
    [InlineData("llamacpp", HttpStatusCode.InternalServerError, "\"type\":\"server_error\"", false)]
    public async Task AFailureInsideAStreamIsAnEvent(string server, HttpStatusCode status, string error, bool ends)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";

        Answer whole = await emulator.PostAsync(url, Engines.Chat("emulator:fail-after-2"));
        Answer stream = await emulator.PostAsync(url, Engines.Chat("emulator:fail-after-2", """{"stream":true}"""));

        Assert.Equal(status, whole.Status);
        Assert.Equal(HttpStatusCode.OK, stream.Status);
        JsonNode[] events = Engines.Events(stream);
        Assert.Equal(2, events[..^1].Count(chunk => !string.IsNullOrEmpty(chunk["choices"]![0]!["delta"]!["content"]?.GetValue<string>())));
        Assert.Contains(error, events[^1].ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(ends, stream.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("vllm", 400, "BadRequestError", "is not a multimodal model")]
    [InlineData("llamacpp", 500, "server_error", "image input is not supported")]
    [InlineData("sglang", 400, "BadRequestError", "received unsupported content type 'image_url'")]
    public async Task AnImageForAModelThatCannotSeeIsRefused(string server, int status, string type, string message)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";

        Answer answer = await emulator.PostAsync(url, WithImage());

        Assert.Equal(status, (int)answer.Status);
        JsonNode error = answer.Json["error"] ?? answer.Json;
        Assert.Equal(type, error["type"]!.GetValue<string>());
        Assert.Contains(message, error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TgiTakesTheAddressOfAnImageForText()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("tgi")) + "/v1/chat/completions";

        int with = Tokens(await emulator.PostAsync(url, WithImage()));
        int without = Tokens(await emulator.PostAsync(url, Engines.Chat("What is it?")));

        Assert.True(with > without);
    }

    [Theory]
    [InlineData("tgi", "HuggingFaceM4/idefics2-8b-chatty")]
    [InlineData("vllm", "Qwen/Qwen2.5-VL-3B-Instruct")]
    [InlineData("sglang", "llava-hf/llava-1.5-7b-hf")]
    [InlineData("llamacpp", "ggml-org/SmolVLM2-GGUF")]
    public async Task AModelThatSeesTakesImages(string server, string repository)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server, repository, change: body =>
        {
            if (server == "llamacpp")
            {
                body["model"]!["image"]!["llamacpp"]!["mmprojModelPath"] = "mmproj.gguf";
            }
        })) + "/v1/chat/completions";

        Assert.Equal(HttpStatusCode.OK, (await emulator.PostAsync(url, WithImage())).Status);
    }

    private static int Tokens(Answer answer) => answer.Json["usage"]!["prompt_tokens"]!.GetValue<int>();

    private static JsonObject WithImage() => JsonNode.Parse("""
        {"max_tokens":4,"messages":[{"role":"user","content":[
          {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"What is it?"}]}]}
        """)!.AsObject();
}
