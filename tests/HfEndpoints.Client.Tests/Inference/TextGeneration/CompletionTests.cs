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

        HfGeneratedText whole = await client.GenerateAsync("I am", s_brief);
        List<HfGeneratedTextChunk> pieces = await Expect.AllAsync(client.StreamAsync("I am", s_brief));

        Assert.Equal(("length", 5), (whole.Details!.FinishReason, whole.Details.GeneratedTokens));
        Assert.Equal(whole.Text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(whole.Text, pieces[^1].GeneratedText);
        Assert.All(pieces, piece => Assert.Null(piece.Token));
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task AStreamDescribesItselfWhereItIsAskedTo(string engine)
    {
        await using Service service = await StartAsync(engine);

        List<HfGeneratedTextChunk> pieces = await Expect.AllAsync(service.TextGeneration()
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
        List<HfGeneratedTextChunk> pieces = await Expect.AllAsync(client.StreamAsync("x", new() { Details = true })).WithinDeadlineAsync();

        Assert.Equal(
            ("stop", 1, 2), (pieces[^1].Details!.FinishReason, pieces[^1].Details!.GeneratedTokens, pieces[^1].Details!.InputLength));
        Assert.Contains(pieces, piece => piece.GeneratedText == " well");
        Assert.Null(pieces[0].Details);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/event-stream")]
    [InlineData(null)]
    public async Task AWholeAnswerOfAnyTypeIsOnePiece(string? type)
    {
        await using var server = new RawServer(connection => connection.AnswerAsync(200, $" \n{Whole}", type));

        HfGeneratedTextChunk piece = Assert.Single(await Expect.AllAsync(Client(server, "v1").StreamAsync("x")).WithinDeadlineAsync());

        Assert.Equal((" well", "stop"), (piece.GeneratedText, piece.Details!.FinishReason));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task EventsOfAnyTypeAreAStream(string? type)
    {
        const string Events = "\r\n: hello\n\ndata: {\"choices\":[{\"text\":\"all\",\"finish_reason\":\"stop\"}]}\n\n";
        await using var server = new RawServer((request, connection) => request.Method == "GET"
            ? connection.AnswerAsync(404, "", null)
            : connection.AnswerAsync(200, Events, type));

        HfGeneratedTextChunk piece = Assert.Single(await Expect.AllAsync(Client(server, "v1").StreamAsync("x")).WithinDeadlineAsync());

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
        var parameters = JsonNode.Parse(given)!.Deserialize(HfJson.InSnakeCase.GenerateParameters)!;

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

        HfGeneratedText text = await server.Client()
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

    private static TextGenerationClient Client(RawServer server, string path = "") =>
        server.Client().GetTextGenerationClient(new InferenceTarget(new Uri(server.Address, path)));
}
