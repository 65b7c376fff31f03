using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace HfEndpoints.Emulator.Tests;

public class ProtocolTests
{
    [Theory]
    [InlineData("text-classification", "\"I like you\"", """[{"label":"POSITIVE","score":""")]
    [InlineData("zero-shot-classification", "\"I like you\"", """{"sequence":"I like you","labels":["a","b"],"scores":[""")]
    [InlineData("token-classification", "\"In Berlin\"", """[{"entity":"I-LOC",""")]
    [InlineData("sentence-similarity", """{"source_sentence":"a","sentences":["a"]}""", """{"similarities":[""")]
    [InlineData("sentence-embeddings", "\"a\"", """{"embeddings":[""")]
    [InlineData("feature-extraction", "\"a\"", "[[[")]
    public async Task WithoutTheHubsShapesAnswersAreThePipelinesOwn(string task, string inputs, string start)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync(task, hubShapes: false);
        string parameters = task == "zero-shot-classification" ? """{"candidate_labels":["a","b"]}""" : "{}";

        JsonNode answer = await endpoint.AskBodyAsync($$"""{"inputs":{{inputs}},"parameters":{{parameters}}}""");

        Assert.StartsWith(start, answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryParametersAreParametersUnlessTheBodyHasThem()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("image-classification");

        using HttpResponseMessage one = await endpoint.SendAsync(Pictures.Shapes, "image/png", query: "?top_k=1");
        Answer three = await endpoint.Emulator.PostAsync(
            endpoint.Url + "?top_k=1", new JsonObject { ["inputs"] = Pictures.ShapesBase64, ["parameters"] = new JsonObject() });

        Assert.Single(JsonNode.Parse(await one.Content.ReadAsStringAsync())!.AsArray());
        Assert.Equal(3, three.Json.AsArray().Count);
    }

    [Theory]
    [InlineData("text-classification", """{"top_k":"two"}""", "`top_k` must be of type a number, got str")]
    [InlineData(
        "text-classification", """{"foo":1}""", "PreTrainedTokenizerFast._batch_encode_plus() got an unexpected keyword argument 'foo'")]
    [InlineData("fill-mask", """{"foo":1}""", "FillMaskPipeline._sanitize_parameters() got an unexpected keyword argument 'foo'")]
    [InlineData(
        "summarization",
        """{"foo":1}""",
        "The following `model_kwargs` are not used by the model: ['foo'] (note: typos in the generate arguments will also show up in "
            + "this list)")]
    [InlineData(
        "summarization",
        """{"min_length":9,"max_length":3}""",
        "Unfeasible length constraints: `min_length` (9) is larger than the maximum possible length (3)")]
    [InlineData("fill-mask", "{}", "No mask_token ([MASK]) found on the input")]
    [InlineData("question-answering", "{}", "inputs must be a dict, but a `<class 'str'>` was provided instead.")]
    [InlineData(
        "zero-shot-classification", """{"candidate_labels":[]}""", "You must include at least one label and at least one sequence.")]
    [InlineData("translation", """{"tgt_lang":"tlh"}""", "tlh is not a valid language code.")]
    [InlineData(
        "token-classification",
        """{"aggregation_strategy":"best"}""",
        "Unrecognized `aggregation_strategy`: 'best'. Must be one of 'none', 'simple', 'first', 'average', 'max'")]
    [InlineData("sentence-similarity", "{}", "SentenceSimilarityPipeline.__call__() missing 1 required positional argument: 'sentences'")]
    public async Task ABadRequestSaysWhatIsWrong(string task, string parameters, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync(task);

        Assert.StartsWith(
            error, await endpoint.RefusalAsync($$"""{"inputs":"some text","parameters":{{parameters}}}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "application/json", null, "Input is a zero-length, empty document: line 1 column 1 (char 0)")]
    [InlineData("nope", "application/json", null, "unexpected character: line 1 column 2 (char 1)")]
    [InlineData("""{"x":1}""", "application/json", null, """Body needs to provide a inputs key, received: b'{"x":1}'""")]
    [InlineData("""{"inputs":"\ud800 x"}""", "application/json", null, "lone leading surrogate in hex escape")]
    [InlineData(
        "x",
        "text/plain",
        null,
        "\n                Content type \"text/plain\" not supported.\n                Supported content types are:\n                "
            + "application/json, ")]
    [InlineData(
        """{"inputs":"x"}""",
        "application/json",
        "text/html",
        "\n                Accept type \"text/html\" not supported.\n                Supported accept types are:\n                "
            + "application/json, ")]
    [InlineData("""{"inputs":"x"}""", "application/json", "image/png", "Can only serialize PIL.Image.Image, got <class 'list'>")]
    [InlineData("""{"inputs":"x"}""", "application/json", "audio/wav", "Audio serialization not implemented")]
    public async Task WhatCannotBeReadOrWrittenIsABadRequest(string body, string contentType, string? accept, string error)
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("text-classification");

        using HttpResponseMessage response = await endpoint.SendAsync(Encoding.UTF8.GetBytes(body), contentType, accept);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(
            error, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownTaskNamesTheKnownOnes()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("depth-estimation");

        string error = await endpoint.RefusalAsync("""{"inputs":"x"}""");

        Assert.StartsWith("Unknown task depth-estimation, available tasks are [", error, StringComparison.Ordinal);
        Assert.Contains("'zero-shot-object-detection'", error, StringComparison.Ordinal);
        Assert.Contains("'text-generation'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyTaskHasARouteWithTheHubsShapes()
    {
        await using TaskEndpoint endpoint = await TaskEndpoint.StartAsync("sentence-similarity");
        await using TaskEndpoint plain = await TaskEndpoint.StartAsync("sentence-similarity", hubShapes: false);

        Answer answer = await endpoint.Emulator.PostAsync(
            endpoint.Url + "/pipeline/sentence-embeddings", JsonNode.Parse("""{"inputs":"a"}"""));
        Answer missing = await plain.Emulator.PostAsync(plain.Url + "/pipeline/sentence-embeddings", JsonNode.Parse("""{"inputs":"a"}"""));

        Assert.Equal(384, answer.Json.AsArray().Count);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    }

    [Fact]
    public async Task ATaskTakesASlotAndIsInTheRequestLog()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(options =>
            options with { MaxConcurrent = 1, GenerateTime = TimeSpan.FromSeconds(30) });
        string url = await emulator.DeployAsync(Requests.Endpoint(change: body =>
        {
            body["model"]!["task"] = "fill-mask";
            body["model"]!["env"] = new JsonObject { ["API_INFERENCE_COMPAT"] = "true" };
        }));
        using var leave = new CancellationTokenSource();

        Task<Answer> first = emulator.SendAsync(HttpMethod.Post, url, """{"inputs":"[MASK]"}""", cancellationToken: leave.Token);
        await Deadline.UntilAsync(async () => (await emulator.GetAsync("/_emulator/requests")).Json.AsArray().Any(entry =>
            entry!["path"]!.GetValue<string>() == url));
        await Deadline.UntilAsync(async () =>
            (await emulator.PostAsync(url, JsonNode.Parse("""{"inputs":"[MASK"}"""))).Status == HttpStatusCode.TooManyRequests);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }
}
