using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>What chats have besides their text: thoughts, several calls of tools, and what the server had already read.</summary>
public class ThinkingTests
{
    private const string Tools = """
        [{"type":"function","function":{"name":"get_weather","parameters":{
           "type":"object","required":["unit"],"properties":{"unit":{"enum":["c","f"]}}}}},
         {"type":"function","function":{"name":"get_tides","parameters":{
           "type":"object","required":["port"],"properties":{"port":{"enum":["a","b"]}}}}}]
        """;

    [Theory]
    [InlineData("vllm", "vllm/vllm-openai:v0.11.0", "reasoning_content")]
    [InlineData("vllm", "vllm/vllm-openai:latest", "reasoning")]
    [InlineData("sglang", "lmsysorg/sglang:latest", "reasoning_content")]
    [InlineData("llamacpp", "ghcr.io/ggml-org/llama.cpp:server", "reasoning_content")]
    public async Task AModelThatThinksSaysSoInItsServersField(string server, string image, string field)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server, "Qwen/Qwen3-8B", change: body =>
        {
            body["model"]!["image"]!.AsObject().Single().Value!["url"] = image;
            body["model"]!["args"] = new JsonArray("--reasoning-parser", "qwen3");
        })) + "/v1/chat/completions";

        JsonNode whole = (await emulator.PostAsync(url, Engines.Chat(more: """{"max_tokens":20}"""))).Json;
        JsonNode[] chunks = Engines.Events(await emulator.PostAsync(url, Engines.Chat(more: """{"max_tokens":20,"stream":true}""")));
        JsonNode quiet =
            (await emulator.PostAsync(
                url, Engines.Chat(more: """{"max_tokens":20,"chat_template_kwargs":{"enable_thinking":false}}"""))).Json;

        JsonNode message = whole["choices"]![0]!["message"]!;
        string thought = message[field]!.GetValue<string>();
        Assert.NotEqual("", thought);
        Assert.Equal(20, whole["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal(thought, Join(chunks, field).Trim());
        Assert.Equal(message["content"]!.GetValue<string>(), Join(chunks, "content"));
        Assert.Null(quiet["choices"]![0]!["message"]![field]);
    }

    [Theory]
    [InlineData("vllm", "{}", 2)]
    [InlineData("vllm", """{"parallel_tool_calls":false}""", 1)]
    [InlineData("sglang", "{}", 2)]
    [InlineData("llamacpp", "{}", 1)]
    [InlineData("llamacpp", """{"parallel_tool_calls":true}""", 2)]
    public async Task SeveralToolsAreCalledAtOnce(string server, string more, int count)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/chat/completions";
        JsonObject body = Engines.Chat("What are the weather and the tides?", more);
        body["tools"] = JsonNode.Parse(Tools);

        JsonArray calls = (await emulator.PostAsync(url, body)).Json["choices"]![0]!["message"]!["tool_calls"]!.AsArray();
        body["stream"] = true;
        JsonNode[] deltas =
        [
            .. Engines.Events(await emulator.PostAsync(url, body))
                .SelectMany(chunk => chunk["choices"]![0]!["delta"]!["tool_calls"]?.AsArray() ?? []).Select(delta => delta!),
        ];

        Assert.Equal(count, calls.Count);
        Assert.Equal(count, calls.Select(call => call!["id"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(
            calls.Select(call => call!["function"]!["arguments"]!.GetValue<string>()),
            deltas.GroupBy(delta => delta["index"]!.GetValue<int>())
                .Select(call => string.Concat(call.Select(delta => delta["function"]!["arguments"]!.GetValue<string>()))));
        Assert.Equal(count, deltas.Count(delta => delta["id"] is not null));
    }

    [Theory]
    [InlineData("vllm", "--enable-prompt-tokens-details", 16)]
    [InlineData("sglang", "--enable-cache-report", 23)]
    public async Task APromptThatWasReadBeforeIsCounted(string server, string argument, int most)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url =
            await emulator.DeployAsync(
                Engines.Endpoint(server, change: body => body["model"]!["args"] = new JsonArray(argument))) + "/v1/chat/completions";
        JsonObject body = Engines.Chat("a b c d e f g h i j k l m n o p q r s t u", """{"max_tokens":2}""");

        JsonNode first = (await emulator.PostAsync(url, body)).Json["usage"]!;
        JsonNode second = (await emulator.PostAsync(url, body)).Json["usage"]!;

        Assert.Equal(0, first["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>());
        Assert.Equal(most, second["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>());
    }

    [Fact]
    public async Task VllmHasNewWordsForWhatItRemoved()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("vllm", "BAAI/bge-small-en-v1.5", "sentence-embeddings", body =>
            body["model"]!["image"]!["vLLM"]!["url"] = "vllm/vllm-openai:v0.27.1"));

        Answer refused = await emulator.PostAsync(url + "/v1/embeddings", JsonNode.Parse("""{"input":"a","normalize":true}"""));
        Answer taken = await emulator.PostAsync(url + "/v1/embeddings", JsonNode.Parse("""{"input":"a","use_activation":false}"""));
        Answer chat = await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat());

        Assert.Equal(
            """{"error":{"message":"Parameter `normalize` was removed; use `use_activation` """
            + """instead.","type":"BadRequestError","param":"normalize","code":400}}""",
            refused.Text);
        Assert.NotEqual(1, taken.Json["data"]![0]!["embedding"]!.AsArray().Sum(value => Math.Pow(value!.GetValue<double>(), 2)), 3);
        Assert.Equal("NotImplementedError", chat.Json["error"]!["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("vllm", """{"structured_outputs":{"choice":["yes"]}}""", "yes")]
    [InlineData("vllm", """{"structured_outputs":{"json":{"const":3}}}""", "3")]
    [InlineData("vllm", """{"response_format":{"type":"json_schema","json_schema":{"schema":{"const":3}}}}""", "3")]
    [InlineData("sglang", """{"json_schema":"{\"const\":3}"}""", "3")]
    [InlineData("sglang", """{"ebnf":"root ::= \"yes\""}""", "yes")]
    public async Task ATextFitsWhatItIsBoundTo(string server, string more, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint(server)) + "/v1/completions";
        JsonObject body = JsonNode.Parse(more)!.AsObject();
        body["prompt"] = "The sea";

        Assert.Equal(text, (await emulator.PostAsync(url, body)).Json["choices"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task VllmListsAdaptersAsModels()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("vllm", change: body => body["model"]!["args"] = new JsonArray("--lora-modules", "sql=/adapters/sql")));

        JsonNode models = (await emulator.GetAsync(url + "/v1/models")).Json["data"]!;
        Answer chat = await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat(more: """{"model":"sql","max_tokens":2}"""));

        Assert.Null(models[0]!["parent"]);
        Assert.Equal(models[0]!["id"]!.GetValue<string>(), models[1]!["parent"]!.GetValue<string>());
        Assert.Equal("sql", chat.Json["model"]!.GetValue<string>());
    }

    private static string Join(JsonNode[] chunks, string field) =>
        string.Concat(chunks.Select(chunk => chunk["choices"]![0]!["delta"]![field]?.GetValue<string>()));
}
