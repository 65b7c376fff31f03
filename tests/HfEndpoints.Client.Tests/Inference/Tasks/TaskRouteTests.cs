using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class TaskRouteTests
{
    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task TextIsGeneratedByTheRouteThatTheServerHas(string engine)
    {
        await using RawServer server = EmbeddingServer.Start(
            engine, _ => (200, """{"choices":[{"index":0,"text":" here","finish_reason":"stop"}],"usage":{"completion_tokens":1}}"""));

        HfInferenceResult result = Assert.Single(await RunAsync(server, "text-generation", "I am", """{"max_new_tokens":3}"""));

        Assert.Equal(" here", Assert.IsType<HfTextResult>(result).Text);
        RawRequest sent = Assert.Single(EmbeddingServer.Posts(server));
        Assert.Equal(("/v1/completions", 3), (sent.Target, (int)sent.Json!["max_tokens"]!));
    }

    [Theory]
    [InlineData("vllm", "/v1/embeddings")]
    [InlineData("llamacpp", "/v1/embeddings")]
    [InlineData("tei", "/")]
    [InlineData("toolkit", "/")]
    public async Task FeaturesAreExtractedOnEveryServer(string engine, string route)
    {
        await using RawServer server = EmbeddingServer.Start(engine, request => (200, EmbeddingServer.Vectors(request)));

        HfInferenceResult result = Assert.Single(await RunAsync(server, "feature-extraction", "3,4", """{"truncate":null}"""));

        Assert.Equal([3f, 4f], Assert.IsType<HfFeatureRow>(result).Vector);
        Assert.Equal(route, Assert.Single(EmbeddingServer.Posts(server)).Target);
    }

    [Theory]
    [InlineData("tei", "/similarity")]
    [InlineData("toolkit", "/")]
    [InlineData("vllm", "/v1/embeddings,/v1/embeddings")]
    [InlineData("llamacpp", "/v1/embeddings,/v1/embeddings")]
    public async Task SentencesAreComparedOnEveryServer(string engine, string routes)
    {
        await using RawServer server = EmbeddingServer.Start(engine, request => (200, engine switch
        {
            "tei" => "[1,0]",
            "toolkit" => """{"similarities":[1.0,0.0]}""",
            _ => EmbeddingServer.Vectors(request),
        }));

        IReadOnlyList<HfInferenceResult> results = await RunAsync(
            server, "sentence-similarity", "1,0", """{"other_sentences":["2,0","0,3"]}""");

        Assert.Equal([("2,0", 1d), ("0,3", 0d)], results.Cast<HfSimilarity>().Select(one => (one.Sentence, one.Score)));
        Assert.Equal(routes.Split(','), EmbeddingServer.Posts(server).Select(request => request.Target));
        if (engine == "tei")
        {
            JsonCompare.Same(
                JsonNode.Parse("""{"inputs":{"source_sentence":"1,0","sentences":["2,0","0,3"]}}"""),
                EmbeddingServer.Posts(server)[0].Json);
        }
    }

    [Fact]
    public async Task MoreSentencesThanTheServerTakesAreComparedInSeveralRequests()
    {
        await using RawServer server = EmbeddingServer.Start("tei", request =>
        {
            int count = request.Json!["inputs"]!["sentences"]!.AsArray().Count;
            return count > 32 ? (413, "{}") : (200, $"[{string.Join(',', Enumerable.Repeat("0.5", count))}]");
        });

        IReadOnlyList<HfInferenceResult> results = await RunAsync(
            server, "sentence-similarity", "a", $$"""{"other_sentences":[{{string.Join(',', Enumerable.Repeat("\"b\"", 70))}}]}""");

        Assert.Equal(70, results.Count);
        Assert.Equal(3, EmbeddingServer.Posts(server).Length);
    }

    [Fact]
    public async Task ATextThatTheServerRefusesFailsTheComparison()
    {
        await using RawServer server = EmbeddingServer.Start("vllm", request => EmbeddingServer.Texts(request).Contains("0,3")
            ? (400, """{"error":{"message":"too long"} }""")
            : (200, EmbeddingServer.Vectors(request)));

        HfException failure = await Expect.FailureAsync(
            HfErrorKind.InvalidRequest, () => RunAsync(server, "sentence-similarity", "1,0", """{"other_sentences":["2,0","0,3"]}"""));

        Assert.Equal("too long", failure.ServerMessage);
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llamacpp")]
    public async Task SpeechGoesInAFormWithTheWordsOfThatRoute(string engine)
    {
        await using RawServer server = EmbeddingServer.Start(
            engine,
            request => request.Target == "/" ? (404, "{}")
                : (200, """{"text":"good day","segments":[{"start":0,"end":1.5,"text":"good day"}]}"""));

        IReadOnlyList<HfInferenceResult> results = await server.Client().GetTaskClient(new InferenceTarget(server.Address)).RunAsync(
            InferenceTasks.Find("automatic-speech-recognition")!,
            TaskInput.FromContent(new TaskContent("RIFF"u8.ToArray(), "audio/wav")),
            JsonText.Parse("""{"return_timestamps":true,"language":"en"}""")).WithinDeadlineAsync();

        HfTranscription said = Assert.IsType<HfTranscription>(Assert.Single(results));
        Assert.Equal(("good day", TimeSpan.FromSeconds(1.5)), (said.Text, said.Chunks[0].End));
        RawRequest sent = EmbeddingServer.Posts(server)[^1];
        Assert.Equal("/v1/audio/transcriptions", sent.Target);
        Assert.StartsWith("multipart/form-data", sent.Headers["content-type"], StringComparison.Ordinal);
        Assert.Equal(
            ["file=RIFF", "language=en", "model=m", "response_format=verbose_json", "timestamp_granularities[]=segment"],
            Fields(sent).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PicturesAreMadeByTheRouteForThem()
    {
        await using RawServer server = EmbeddingServer.Start(
            "sglang", request => request.Target == "/" ? (405, "{}") : (200, """{"data":[{"b64_json":"R0lGOA=="}]}"""));

        HfInferenceResult result = Assert.Single(await RunAsync(
            server, "text-to-image", "a boat", """{"width":64,"height":32,"seed":7}"""));

        Assert.Equal("image/gif", Assert.IsType<HfMediaResult>(result).ContentType);
        RawRequest sent = EmbeddingServer.Posts(server)[^1];
        Assert.Equal("/v1/images/generations", sent.Target);
        JsonCompare.Same(
            JsonNode.Parse("""{"model":"m","prompt":"a boat","size":"64x32","seed":7,"response_format":"b64_json"}"""), sent.Json);
    }

    [Fact]
    public async Task ATextIsClassifiedByTheRouteForIt()
    {
        await using RawServer server = EmbeddingServer.Start("vllm", request => request.Target == "/classify"
            ? (200, """{"data":[{"index":0,"label":"good","probs":[0.25,0.75],"num_classes":2}]}""")
            : (404, """{"detail":"Not Found"}"""));

        HfInferenceResult result = Assert.Single(await RunAsync(server, "text-classification", "a"));

        Assert.Equal(("good", 0.75), (((HfLabelScore)result).Label, ((HfLabelScore)result).Score));
    }

    [Fact]
    public async Task ATaskThatTheServerHasNoRouteForIsSaidSo()
    {
        await using RawServer server = EmbeddingServer.Start("llamacpp", _ => (404, """{"error":{"message":"File Not Found"} }"""));

        HfException failure = await Expect.FailureAsync(
            HfErrorKind.NotFound, () => RunAsync(server, "summarization", "a"));

        Assert.Contains("llama.cpp", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATaskThatOnlyTheRootHasIsSentAtOnce()
    {
        await using RawServer server = EmbeddingServer.Start("toolkit", _ => (200, """[{"summary_text":"s"}]"""));

        await RunAsync(server, "summarization", "a");

        Assert.Single(server.Requests);
    }

    private static async Task<IReadOnlyList<HfInferenceResult>> RunAsync(
        RawServer server, string task, string input, string arguments = "{}") =>
        await server.Client().GetTaskClient(new InferenceTarget(server.Address))
            .RunAsync(InferenceTasks.Find(task)!, TaskInput.FromText(input), JsonText.Parse(arguments)).WithinDeadlineAsync();

    private static IEnumerable<string> Fields(RawRequest request) =>
        from part in request.Body.Split("--" + request.Headers["content-type"].Split("boundary=")[1].Trim('"'))
        let halves = part.Split("\r\n\r\n", 2)
        where halves.Length == 2
        select $"{halves[0].Split("name=\"")[1].Split('"')[0]}={halves[1].TrimEnd()}";
}
