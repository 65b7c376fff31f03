using System.Net;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

/// <summary>What llama.cpp does that others do not.</summary>
public class LlamaTests
{
    [Fact]
    public async Task ATextCompletionHasItsEndAndItsUsageInOneEvent()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("llamacpp")) + "/v1/completions";

        Answer stream = await emulator.PostAsync(url, JsonNode.Parse("""
            {"prompt":"The sea","max_tokens":4,"stream":true,"logprobs":2,"stream_options":{"include_usage":true}}
            """));

        JsonNode[] events = Engines.Events(stream);
        JsonNode last = events[^1];
        Assert.Equal("length", last["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal("", last["choices"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(4, last["usage"]!["completion_tokens"]!.GetValue<int>());
        Assert.Equal(5, events.Length);
        Assert.All(events[..^1], chunk => Assert.Null(chunk["choices"]![0]!["finish_reason"]));
        JsonNode token = events[0]["choices"]![0]!["logprobs"]!["content"]![0]!;
        Assert.Equal(2, token["top_logprobs"]!.AsArray().Count);
        Assert.True(token["id"]!.GetValue<int>() > 0);
    }

    [Theory]
    [InlineData("ghcr.io/ggml-org/llama.cpp:server", "data: {\"error\":")]
    [InlineData("ghcr.io/ggml-org/llama.cpp:server-cuda-b6869", "error: {\"code\":500,")]
    public async Task AnErrorInAStreamIsDataSinceTheEndOf2025(string image, string line)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("llamacpp", change: body => body["model"]!["image"]!["llamacpp"]!["url"] = image));

        Answer stream = await emulator.PostAsync(
            url + "/v1/chat/completions", Engines.Chat("emulator:fail-after-2", """{"stream":true}"""));

        Assert.Contains("\n\n" + line, stream.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"n":3}""", 400, "Field 'n': Value must be between 1 <= value <= 2, but got 3")]
    [InlineData("""{"n":0}""", 400, "Field 'n': Value must be between 1 <= value <= 2, but got 0")]
    [InlineData("""{"top_logprobs":2}""", 400, "top_logprobs requires logprobs to be set to true")]
    [InlineData(
        """{"logprobs":true,"stream":true,"tools":[{"type":"function","function":{"name":"f"}}]}""",
        400,
        "logprobs is not supported with tools + stream")]
    [InlineData("""{"tool_choice":"bogus"}""", 400, "Invalid tool_choice: bogus")]
    [InlineData("""{"tools":{}}""", 500, "Failed to parse tools")]
    [InlineData("""{"messages":[{"role":"user"}]}""", 400, "All non-assistant messages must contain 'content'")]
    [InlineData("""{"messages":[{"role":"assistant"}]}""", 400, "Assistant message must contain either 'content' or 'tool_calls'!")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", 400, "Expected 'content' to be a string or an array")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"input_audio"}]}]}""", 500, "audio input is not supported")]
    public async Task AChatIsRefusedInItsWords(string more, int status, string message)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(
            Engines.Endpoint("llamacpp", change: body => body["model"]!["image"]!["llamacpp"]!["nParallel"] = 2));
        JsonObject body = JsonNode.Parse(more)!.AsObject();
        body["messages"] ??= Engines.Chat()["messages"]!.DeepClone();

        JsonNode error = (await emulator.PostAsync(url + "/v1/chat/completions", body)).Json["error"]!;

        Assert.Equal(status, error["code"]!.GetValue<int>());
        Assert.Equal(status == 400 ? "invalid_request_error" : "server_error", error["type"]!.GetValue<string>());
        Assert.Contains(message, error["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"json_object"}}""", false)]
    [InlineData("""{"response_format":{"type":"json_object","schema":{"type":"object"}}}""", true)]
    [InlineData("""{"json_schema":{"type":"object"}}""", true)]
    public async Task JsonWantsASchema(string more, bool isJson)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("llamacpp")) + "/v1/chat/completions";

        JsonNode answer = (await emulator.PostAsync(url, Engines.Chat(more: more))).Json;

        Assert.Equal(isJson, answer["choices"]![0]!["message"]!["content"]!.GetValue<string>().StartsWith('{'));
    }

    [Theory]
    [InlineData("""{"grammar":"root ::= greeting \", \" name\ngreeting ::= \"hello\" | \"bye\"\nname ::= [A-Z]"}""", "hello, A")]
    [InlineData("""{"json_schema":{"const":7}}""", "7")]
    public async Task ATextFitsItsGrammar(string more, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await emulator.DeployAsync(Engines.Endpoint("llamacpp")) + "/v1/completions";
        JsonObject body = JsonNode.Parse(more)!.AsObject();
        body["prompt"] = "The sea";

        Assert.Equal(text, (await emulator.PostAsync(url, body)).Json["choices"]![0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task OneTextThatIsTooLongFailsTheWholeRequest()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await StartPoolingAsync(emulator, "embeddings");
        string words = string.Concat(Enumerable.Repeat("word ", 800));

        Answer answer = await emulator.PostAsync(url + "/v1/embeddings", new JsonObject { ["input"] = new JsonArray("a", words, "b") });
        Answer chat = await emulator.PostAsync(url + "/v1/chat/completions", Engines.Chat());

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("server_error", answer.Json["error"]!["type"]!.GetValue<string>());
        Assert.Contains(
            "is too large to process. increase the physical batch size (current batch size: 512)", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, chat.Status);
    }

    [Fact]
    public async Task VectorsHaveTheNormThatIsAskedForInItsOwnWord()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await StartPoolingAsync(emulator, "embeddings") + "/v1/embeddings";
        async Task<double> LengthAsync(string more)
        {
            JsonNode vector =
                (await emulator.PostAsync(
                    url, JsonNode.Parse($$"""{"input":"The sea","dimensions":16{{more}}}"""))).Json["data"]![0]!["embedding"]!;
            Assert.Equal(384, vector.AsArray().Count);
            return Math.Sqrt(vector.AsArray().Sum(value => Math.Pow(value!.GetValue<double>(), 2)));
        }

        Assert.Equal(1, await LengthAsync(",\"normalize\":false"), 5);
        Assert.NotEqual(1, await LengthAsync(",\"embd_normalize\":-1"), 3);
    }

    [Fact]
    public async Task RerankingAnswersInTheFormOfTheRequest()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string url = await StartPoolingAsync(emulator, "reranking") + "/rerank";

        Answer documents = await emulator.PostAsync(url, JsonNode.Parse("""{"query":"rain","documents":["a bank","wind and showers"]}"""));
        Answer texts = await emulator.PostAsync(
            url, JsonNode.Parse("""{"query":"rain","texts":["a bank","wind and showers"],"return_text":true}"""));

        Assert.Equal(1, documents.Json["results"]![0]!["index"]!.GetValue<int>());
        Assert.Equal("wind and showers", texts.Json[0]!["text"]!.GetValue<string>());
    }

    private static Task<string> StartPoolingAsync(TestEmulator emulator, string mode) => emulator.DeployAsync(
        Engines.Endpoint("llamacpp", change: body => body["model"]!["image"]!["llamacpp"]!["mode"] = mode));
}
