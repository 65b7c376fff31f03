using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class ServerInfoTests
{
    private const string Tgi = """
        {"model_id":"m","model_pipeline_tag":"text-generation","max_concurrent_requests":128,"max_best_of":2,"max_stop_sequences":4,
         "max_input_tokens":1024,"max_total_tokens":2048,"validation_workers":2,"max_client_batch_size":4,
         "router":"text-generation-router","version":"3.3.6"}
        """;

    private const string Tei = """
        {"model_id":"m","model_type":{"reranker":{"id2label":{"0":"LABEL_0"},"label2id":{"LABEL_0":0}}},"max_concurrent_requests":512,
         "max_input_length":512,"max_batch_tokens":16384,"max_batch_requests":null,"max_client_batch_size":16,"version":"1.9.3"}
        """;

    [Fact]
    public async Task HuggingFacesServersSayAllByOneRoute()
    {
        await using RawServer tgi = Server(("/info", Tgi));
        await using RawServer tei = Server(("/info", Tei));

        HfServerInfo one = await AskAsync(tgi);
        HfServerInfo other = await AskAsync(tei);

        Assert.Equal(("TGI", "3.3.6", "text-generation"), (one.Engine, one.Version, one.Task));
        Assert.Equal((1024L, 2048L, 4, 128), (one.MaxInputTokens, one.MaxTotalTokens, one.MaxBatchSize, one.MaxConcurrentRequests));
        Assert.Equal("text-generation-router", one.GetRaw()["router"]);
        Assert.Equal(("TEI", "1.9.3", "text-ranking"), (other.Engine, other.Version, other.Task));
        Assert.Equal((512L, null, 16, 512), (other.MaxInputTokens, other.MaxTotalTokens, other.MaxBatchSize, other.MaxConcurrentRequests));
        Assert.Single(tgi.Requests);
        Assert.Single(tei.Requests);
    }

    [Theory]
    [InlineData("vllm", "/version", """{"version":"0.11.0"}""", "vLLM", "0.11.0")]
    [InlineData(
        "sglang",
        "/server_info",
        """{"model_path":"/repository","version":"0.5.17","max_total_num_tokens":9}""",
        "SGLang",
        "0.5.17")]
    [InlineData("sglang", "/get_model_info", """{"model_path":"/repository","is_generation":true}""", "SGLang", null)]
    [InlineData(
        "llamacpp",
        "/props",
        """{"default_generation_settings":{"n_ctx":8192},"total_slots":4,"build_info":"b1-x"}""",
        "llama.cpp",
        "b1-x")]
    [InlineData("someone", "/version", """{"version":"0.11.0"}""", "vLLM", "0.11.0")]
    [InlineData(
        "someone",
        "/props",
        """{"default_generation_settings":{"n_ctx":8192},"total_slots":4,"build_info":"b1-x"}""",
        "llama.cpp",
        "b1-x")]
    public async Task OthersAreKnownByTheirModelsAndTheirOwnRoutes(
        string owner, string route, string answer, string? engine, string? version)
    {
        string models =
            $$"""{"object":"list","data":[{"id":"a","owned_by":"{{owner}}","max_model_len":4096},{"id":"b","owned_by":"{{owner}}"}]}""";
        await using RawServer server = Server(("/v1/models", models), (route, answer));

        HfServerInfo info = await AskAsync(server);

        Assert.Equal((engine, version), (info.Engine, info.Version));
        Assert.Equal(["a", "b"], info.Models);
        Assert.Equal(engine == "llama.cpp" ? 8192 : 4096, info.MaxTotalTokens);
        Assert.Equal(engine == "llama.cpp" ? 4 : null, info.MaxConcurrentRequests);
        Assert.Equal(2, Assert.IsType<object?[]>(info.GetRaw()["models"]).Length);
    }

    [Fact]
    public async Task SglangReportsItsLimits()
    {
        await using RawServer server = Server(
            ("/v1/models", """{"data":[{"id":"a","owned_by":"sglang"}]}"""),
            ("/server_info",
                """{"model_path":"a","version":"0.5.17","max_running_requests":64,"max_req_input_len":100,"context_length":128}"""));

        HfServerInfo info = await AskAsync(server);

        Assert.Equal((100L, 128L, 64), (info.MaxInputTokens, info.MaxTotalTokens, info.MaxConcurrentRequests));
    }

    [Theory]
    [InlineData("Ok", "Toolkit")]
    [InlineData("{\"status\":\"ok\"}", null)]
    [InlineData("", null)]
    public async Task OneThatSaysNothingIsNotMadeMoreOf(string health, string? engine)
    {
        await using RawServer server = Server(("/health", health));

        HfServerInfo info = await AskAsync(server);

        Assert.Equal(engine, info.Engine);
        Assert.Empty(info.Models);
        Assert.Equal((null, null, null, null), (info.Version, info.Task, info.MaxTotalTokens, info.MaxBatchSize));
    }

    [Theory]
    [InlineData("/info", "{\"model_id\":\"gpt2\",\"version")]
    [InlineData("/v1/models", "{\"data\":[")]
    [InlineData("/version", "\u00fe\u00ff")]
    [InlineData("/props", "{\"a\":1,\"a\":2}")]
    public async Task JsonThatCannotBeReadIsAnErrorAndNotAnotherKindOfServer(string broken, string answer)
    {
        await using var server = new RawServer((request, connection) =>
            request.Target == broken ? connection.AnswerAsync(200, answer, "application/json")
            : request.Target == "/v1/models" ? connection.AnswerAsync(
                200, """{"object":"list","data":[{"id":"m","object":"model"}]}""", "application/json")
            : connection.AnswerAsync(404, "", null));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => AskAsync(server));
    }

    [Fact]
    public async Task TheAnswerIsAskedForOnce()
    {
        await using RawServer server = Server(("/info", Tgi));
        ServerInfoClient client = server.Client().GetServerInfoClient(new InferenceTarget(server.Address));

        HfServerInfo[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetAsync())).WithinDeadlineAsync();

        Assert.All(answers, answer => Assert.Same(answers[0], answer));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AFailureIsNotKept()
    {
        await using var server = new RawServer(RawConnection.Status(403), RawConnection.Json(Tgi));
        ServerInfoClient client = server.Client().GetServerInfoClient(new InferenceTarget(server.Address));

        await Expect.FailureAsync(HfErrorKind.Forbidden, () => client.GetAsync());

        Assert.Equal("TGI", (await client.GetAsync()).Engine);
    }

    [Theory]
    [InlineData("", "/info")]
    [InlineData("v1", "/info")]
    [InlineData("v1/", "/info")]
    [InlineData("v1/chat/completions", "/info")]
    [InlineData("serve/me?x=1", "/serve/me/info?x=1")]
    public async Task AnAddressOfARouteIsThatOfItsServer(string path, string asked)
    {
        await using RawServer server = Server((asked, Tgi));

        await server.Client().GetServerInfoClient(new InferenceTarget(new Uri(server.Address, path))).GetAsync().WithinDeadlineAsync();

        Assert.Equal(asked, Assert.Single(server.Requests).Target);
    }

    private static RawServer Server(params (string Route, string Body)[] routes) => new((request, connection) =>
        routes.FirstOrDefault(route => route.Route == request.Target) is { Body: { } body }
            ? connection.AnswerAsync(200, body, body.StartsWith('<') ? "text/html" : "application/json")
            : connection.AnswerAsync(404, "", null));

    private static Task<HfServerInfo> AskAsync(RawServer server) =>
        server.Client().GetServerInfoClient(new InferenceTarget(server.Address)).GetAsync().WithinDeadlineAsync();
}
