using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class CompletionTests
{
    private const string Whole =
        """{"choices":[{"index":0,"text":" well","finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":1}}""";
    private static readonly GenerateParameters s_brief = new() { MaxNewTokens = 5 };

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task AServerWithoutARootCompletes(string engine)
    {
        await using Service service = await StartAsync(engine);
        TextGenerationClient client = service.TextGeneration();

        GeneratedText whole = await client.GenerateAsync("I am", s_brief);
        List<GeneratedTextChunk> pieces = await Expect.AllAsync(client.StreamAsync("I am", s_brief));

        Assert.Equal(("length", 5), (whole.Details!.FinishReason, whole.Details.GeneratedTokens));
        Assert.Equal(whole.Text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(whole.Text, pieces[^1].GeneratedText);
        Assert.All(pieces, piece => Assert.Null(piece.Token));
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task AStreamTellsOfItselfWhereItIsAskedTo(string engine)
    {
        await using Service service = await StartAsync(engine);

        List<GeneratedTextChunk> pieces = await Expect.AllAsync(service.TextGeneration()
            .StreamAsync("I am", s_brief with { Details = true, ReturnFullText = true }));

        Assert.Equal(("length", 5), (pieces[^1].Details!.FinishReason, pieces[^1].Details!.GeneratedTokens));
        // llama.cpp counts in the event that ends the text, others in one after it.
        Assert.Equal(
            pieces.Single(piece => piece.GeneratedText is not null).GeneratedText,
            "I am" + string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Theory]
    // llama.cpp and Text Generation Inference count with the end of the text, vLLM and SGLang after it.
    [InlineData("""{"choices":[{"text":"","finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":1}}""")]
    [InlineData("""{"choices":[{"text":"","finish_reason":"stop"}]}|{"choices":[],"usage":{"prompt_tokens":2,"completion_tokens":1}}""")]
    [InlineData("""{"choices":[{"text":"","finish_reason":"stop"}]}|{"usage":{"prompt_tokens":2.0,"completion_tokens":"1"}}""")]
    public async Task AStreamIsCountedWhereverTheCountStands(string events)
    {
        string stream = string.Concat(
            $$"""{"choices":[{"text":" well","finish_reason":""}],"usage":null}|{{events}}"""
                .Split('|')
                .Select(item => $"data: {item}\n\n"));
        await using var server = new RawServer(connection => connection.AnswerAsync(200, stream, "text/event-stream"));

        TextGenerationClient client = server.Client().GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, "v1")));
        List<GeneratedTextChunk> pieces = await Expect.AllAsync(client.StreamAsync("x", new() { Details = true })).WithinDeadlineAsync();

        Assert.Equal(
            ("stop", 1, 2), (pieces[^1].Details!.FinishReason, pieces[^1].Details!.GeneratedTokens, pieces[^1].Details!.InputLength));
        Assert.Contains(pieces, piece => piece.GeneratedText == " well");
        Assert.Null(pieces[0].Details);
    }

    [Theory]
    [InlineData("llamacpp", "b1", """{"type":"json","value":{"type":"object"}}""", "json_schema", """{"type":"object"}""")]
    [InlineData("llamacpp", "b1", """{"type":"grammar","value":"root ::= \"yes\""}""", "grammar", "\"root ::= \\u0022yes\\u0022\"")]
    [InlineData("vllm", "0.11.0", """{"type":"json","value":{"type":"object"}}""", "structured_outputs", """{"json":{"type":"object"}}""")]
    [InlineData("vllm", "0.12.0.dev1+g1", """{"type":"regex","value":"a+"}""", "structured_outputs", """{"regex":"a\u002B"}""")]
    [InlineData("vllm", "0.10.2", """{"type":"regex","value":"a"}""", "guided_regex", "\"a\"")]
    [InlineData("sglang", "0.5.17", """{"type":"regex","value":"a"}""", "regex", "\"a\"")]
    [InlineData(
        "sglang",
        "0.5.17",
        """{"type":"json_schema","value":{"name":"x","schema":{"type":"object"}}}""",
        "json_schema",
        "\"{\\u0022type\\u0022:\\u0022object\\u0022}\"")]
    [InlineData(
        "someone",
        "",
        """{"type":"json","value":"{\"type\":\"object\"}"}""",
        "response_format",
        """{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}""")]
    public async Task AGrammarIsSentInTheEnginesForm(string owner, string version, string grammar, string member, string value)
    {
        await using RawServer server = Engine(owner, version, Model("m"));

        _ = await CompleteAsync(server, new() { Grammar = JsonNode.Parse(grammar)!.AsObject() });

        Assert.Equal(value, server.Requests[^1].Json![member]!.ToJsonString());
        Assert.Equal("m", (string?)server.Requests[^1].Json!["model"]);
    }

    [Theory]
    [InlineData("llamacpp", """{"type":"regex","value":"a"}""")]
    [InlineData("vllm", """{"type":"regx","value":"a"}""")]
    [InlineData("vllm", """{"type":"json"}""")]
    [InlineData("vllm", """{"type":"json","value":"no schema"}""")]
    public async Task AGrammarThatTheEngineDoesNotTakeIsRefused(string owner, string grammar)
    {
        await using RawServer server = Engine(owner, "1", Model("m"));

        await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => CompleteAsync(server, new() { Grammar = JsonNode.Parse(grammar)!.AsObject() }));

        Assert.DoesNotContain(server.Requests, request => request.Target == "/v1/completions");
    }

    [Fact]
    public async Task OfSeveralModelsOneIsNamed()
    {
        await using RawServer server = Engine("vllm", "0.11.0", Model("base", "/m") + "," + Model("poet", "/lora"));

        HfException exception = await Expect.FailureAsync(HfErrorKind.ModelNotFound, () => CompleteAsync(server, new()));
        _ = await CompleteAsync(server, new() { AdapterId = "poet" });
        await Expect.FailureAsync(HfErrorKind.ModelNotFound, () => CompleteAsync(server, new() { AdapterId = "painter" }));

        Assert.Contains("'base', 'poet'", exception.Message, StringComparison.Ordinal);
        Assert.Equal("poet", (string?)Assert.Single(server.Requests, request => request.Target == "/v1/completions").Json!["model"]);
    }

    [Fact]
    public async Task SeveralNamesOfAModelAreOne()
    {
        await using RawServer server = Engine("vllm", "0.11.0", Model("a", "/m") + "," + Model("b", "/m"));

        _ = await CompleteAsync(server, new());

        Assert.Equal("a", (string?)server.Requests[^1].Json!["model"]);
    }

    [Theory]
    [InlineData("""{"content":[{"id":7,"token":" well","logprob":-0.5,"top_logprobs":[{"id":7,"token":" well","logprob":-0.5}]}]}""", 7)]
    [InlineData("""{"tokens":[" well"],"token_logprobs":[-0.5],"top_logprobs":[{" well":-0.5}]}""", 0)]
    public async Task TokensAreReadInBothForms(string logprobs, long id)
    {
        await using RawServer server = Engine("llamacpp", "b1", Model("m"), logprobs);

        GenerationDetails details = (await CompleteAsync(server, new() { TopNTokens = 1 })).Details!;

        Assert.Equal(1, (int?)server.Requests[^1].Json!["logprobs"]);
        Assert.Equal((id, " well", -0.5), (details.Tokens![0].Id, details.Tokens[0].Text, details.Tokens[0].Logprob));
        Assert.Equal(-0.5, details.TopTokens![0][0].Logprob);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/event-stream")]
    [InlineData(null)]
    public async Task AWholeAnswerOfAnyTypeIsOnePiece(string? type)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, $" \n{Whole}", type));

        GeneratedTextChunk piece = Assert.Single(await Expect.AllAsync(Client(server, "v1").StreamAsync("x")).WithinDeadlineAsync());

        Assert.Equal((" well", "stop"), (piece.GeneratedText, piece.Details!.FinishReason));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task EventsOfAnyTypeAreAStream(string? type)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(
            200, "\r\n: hello\n\ndata: {\"choices\":[{\"text\":\"all\",\"finish_reason\":\"stop\"}]}\n\n", type));

        GeneratedTextChunk piece = Assert.Single(await Expect.AllAsync(Client(server, "v1").StreamAsync("x")).WithinDeadlineAsync());

        Assert.Equal("all", piece.GeneratedText);
    }

    [Theory]
    [InlineData("vllm", ServerEngine.Vllm, 0)]
    [InlineData("sglang", ServerEngine.Sglang, 0)]
    [InlineData("llamacpp", ServerEngine.LlamaCpp, 0)]
    // Of an address alone the first prompt learns it.
    [InlineData("vllm", ServerEngine.Unknown, 1)]
    public async Task NoPromptIsSentToARouteThatTheServerLacks(string engine, ServerEngine kind, int inVain)
    {
        await using Service service = await StartAsync(engine);
        TextGenerationClient client = service.Client.GetTextGenerationClient(new InferenceTarget(service.UrlOf("e")) { Engine = kind });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GenerateAsync("one", s_brief)));

        string[] routes = await service.RoutesAsync();
        Assert.Equal(inVain, routes.Count(route => route == "POST /serve/acme/e"));
        Assert.Equal(8, routes.Count(route => route == "POST /serve/acme/e/v1/completions"));
        Assert.Single(routes, "GET /serve/acme/e/info");
    }

    [Fact]
    public async Task TheServerIsAskedOnceWhatItIs()
    {
        await using Service service = await StartAsync("vllm");
        TextGenerationClient client = service.TextGeneration();
        _ = await client.GenerateAsync("one", s_brief);
        await service.ForgetRequestsAsync();

        _ = await client.GenerateAsync("two", s_brief);

        Assert.Equal(["POST /serve/acme/e/v1/completions"], await service.RoutesAsync());
    }

    [Fact]
    public async Task AStreamThatFailsIsAnErrorWithWhatCame()
    {
        await using Service service = await StartAsync("vllm");

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.GenerationFailed,
            () => Expect.AllAsync(service.TextGeneration().StreamAsync("I emulator:fail-after-3", s_brief)));

        Assert.NotEmpty(Assert.IsType<HfException>(exception).PartialText!);
    }

    [Fact]
    public async Task AStreamThatEndsInTheMiddleIsAnError()
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(
            200, "data: {\"choices\":[{\"index\":0,\"text\":\"half\",\"finish_reason\":null}]}\n\n", "text/event-stream"));

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.StreamInterrupted,
            () => Expect.AllAsync(
                server.Client().GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, "v1"))).StreamAsync("x")));

        Assert.Equal("half", Assert.IsType<HfException>(exception).PartialText);
    }

    [Theory]
    [InlineData(
        "vllm",
        """{"max_new_tokens":3,"top_k":2,"repetition_penalty":1.2,"truncate":9}""",
        """{"max_tokens":3,"top_k":2,"repetition_penalty":1.2,"truncate_prompt_tokens":9}""")]
    [InlineData(
        "llamacpp",
        """{"repetition_penalty":1.2,"typical_p":0.5,"stop":["x"],"seed":1}""",
        """{"repeat_penalty":1.2,"typical_p":0.5,"stop":["x"],"seed":1}""")]
    [InlineData("sglang", """{"do_sample":false,"watermark":false,"details":true}""", """{"temperature":0}""")]
    public async Task ParametersAreSaidInItsWords(string engine, string given, string expected)
    {
        await using Service service = await StartAsync(engine);
        var parameters = JsonNode.Parse(given)!.Deserialize<GenerateParameters>()!;

        _ = await service.TextGeneration().GenerateAsync("I am", parameters);

        JsonObject sent = (await service.RequestsAsync("POST"))[^1]["body"]!.AsObject();
        Assert.Equal("I am", (string?)sent["prompt"]);
        foreach (string name in new[] { "prompt", "stream", "model" })
        {
            sent.Remove(name);
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), sent), sent.ToJsonString());
    }

    [Fact]
    public async Task AParameterItHasNothingLikeIsRefused()
    {
        await using Service service = await StartAsync("vllm");

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => service.TextGeneration().GenerateAsync("x", new() { BestOf = 2 }));

        Assert.Matches("vLLM.*'best_of'", exception.Message);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1/completions")]
    [InlineData("v1/chat/completions")]
    public async Task AnAddressOfOpenAiRoutesIsTakenAsItWasMeant(string route)
    {
        await using var server = new RawServer(RawConnection.Json(Whole));

        GeneratedText text = await server.Client()
            .GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, route)))
            .GenerateAsync("x");

        Assert.Equal(" well", text.Text);
        Assert.Equal("/v1/completions", server.Requests[^1].Target);
    }

    [Fact]
    public async Task AServerWithoutAnyRouteForItIsAnError()
    {
        await using var server = new RawServer(RawConnection.Status(404));

        await Expect.FailureAsync(
            HfErrorKind.NotFound, () => server.Client().GetTextGenerationClient(new InferenceTarget(server.Address)).GenerateAsync("x"));
    }

    private static async Task<Service> StartAsync(string engine)
    {
        Service service = await Service.StartAsync();
        string image = engine switch
        {
            "vllm" => """{"vLLM":{"url":"vllm/vllm-openai"}}""",
            "sglang" => """{"sGLang":{"url":"lmsysorg/sglang"}}""",
            _ => """{"llamacpp":{"url":"ghcr.io/ggml-org/llama.cpp:server","modelPath":"m.gguf"}}""",
        };
        await service.PutAsync("e", $$"""{"model":{"repository":"me/chat","task":"text-generation","image":{{image}} } }""");
        return service;
    }

    private static RawServer Engine(string owner, string version, string models, string logprobs = "null")
    {
        string list = $$"""{"data":[{{models.Replace("OWNER", owner, StringComparison.Ordinal)}}]}""";
        string answer = """{"choices":[{"text":" well","finish_reason":"stop","logprobs":""" + logprobs + "}]}";
        return new RawServer((request, connection) => (request.Target switch
        {
            "/v1/models" => RawConnection.Json(list),
            "/version" when owner == "vllm" => RawConnection.Json($$"""{"version":"{{version}}"}"""),
            "/v1/completions" => RawConnection.Json(answer),
            _ => RawConnection.Status(404),
        })(connection));
    }

    private static string Model(string id, string? root = null) =>
        $$"""{"id":"{{id}}","owned_by":"OWNER"{{(root is null ? "" : $",\"root\":\"{root}\"")}}}""";

    private static TextGenerationClient Client(RawServer server, string path = "") =>
        server.Client().GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, path)));

    private static Task<GeneratedText> CompleteAsync(RawServer server, GenerateParameters parameters) =>
        Client(server).GenerateAsync("x", parameters).WithinDeadlineAsync();
}
