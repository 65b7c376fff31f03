using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class ChatTests
{
    private const string Answer = """
        {"id":"1","created":1,"model":"m",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}}
        """;
    private const string NoModel =
        """{"error":{"message":"The model `dummy` does not exist.","type":"NotFoundError","param":"model","code":404}}""";

    private static ChatRequest Hi => new([new JsonObject { ["role"] = "user", ["content"] = "Hi" }]);

    [Fact]
    public async Task AnAnswerIsRead()
    {
        await using var server = new RawServer(RawConnection.Json(Answer));

        HfChatCompletion completion = await CompleteAsync(server, Hi);

        HfChatChoice choice = Assert.Single(completion.Choices);
        Assert.Equal(("Hello", "assistant", "stop"), (choice.Text, choice.Role, choice.FinishReason));
        Assert.Equal(new HfChatUsage(2, 1, 3), completion.Usage);
        Assert.Equal(("1", "m", DateTimeOffset.FromUnixTimeSeconds(1)), (completion.Id, completion.Model, completion.Created));
        JsonCompare.Same(JsonNode.Parse("""{"role":"assistant","content":"Hello"}"""), choice.Message);
        Assert.Equal("/v1/chat/completions", server.Requests[0].Target);
        JsonCompare.Same(
            JsonNode.Parse("""{"model":"dummy","messages":[{"role":"user","content":"Hi"}],"stream":false}"""), server.Requests[0].Json);
    }

    [Fact]
    public async Task ANameThatIsOnlyRepeatedIsNotTheModels()
    {
        await using var server = new RawServer(RawConnection.Json(Answer.Replace("\"m\"", "\"dummy\"", StringComparison.Ordinal)));

        Assert.Null((await CompleteAsync(server, Hi)).Model);
    }

    [Theory]
    [InlineData("[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]")]
    [InlineData("{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}")]
    public async Task ToolCallsAreReadInEveryDialect(string calls)
    {
        await using var server = new RawServer(RawConnection.Json(
            $$"""
            {"choices":[{"message":{"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":{{calls}}},
             "finish_reason":"tool_calls"}]}
            """));

        HfChatChoice choice = (await CompleteAsync(server, Hi)).Choices[0];

        HfToolCall call = Assert.Single(choice.ToolCalls!);
        Assert.Equal(("c", "f", "{\"a\":1}"), (call.Id, call.Name, (string?)call.Arguments));
        Assert.Equal(("", "hm"), (choice.Text, choice.Reasoning));
        JsonCompare.Same(
            JsonNode.Parse("""
                {"role":"assistant","content":null,"reasoning_content":"hm",
                 "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}
                """),
            choice.Message);
    }

    [Theory]
    [InlineData(400, "me/chat is not a multimodal model")]
    [InlineData(500, "image input is not supported - hint: if this is unexpected, you may need to provide the mmproj")]
    public async Task AModelThatSeesNoImagesIsReported(int status, string message)
    {
        await using var server = new RawServer(RawConnection.Json($$"""{"error":{"message":"{{message}}","code":{{status}} } }""", status));

        HfException exception = await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => CompleteAsync(server, Hi));

        Assert.Contains("image-text-to-text", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExtraMembersGoPastAllOthers()
    {
        await using var server = new RawServer(RawConnection.Json(Answer));

        await CompleteAsync(server, Hi with
        {
            Parameters = new ChatParameters { MaxTokens = 5, LogitBias = new Dictionary<string, double> { ["9"] = -1.5 } },
            ExtraBody = JsonText.FromObject(new { max_tokens = 7, top_k = 3 }),
        });

        JsonNode? sent = server.Requests[0].Json;
        Assert.Equal((7, 3), ((int)sent!["max_tokens"]!, (int)sent["top_k"]!));
        Assert.Equal("""{"9":-1.5}""", sent["logit_bias"]!.ToJsonString());
    }

    [Fact]
    public async Task AServerThatWantsItsModelsNameIsAskedForItOnce()
    {
        await using RawServer server = Strict("only");
        ChatClient client = Client(server);

        await client.CompleteAsync(Hi).WithinDeadlineAsync();
        await client.CompleteAsync(Hi).WithinDeadlineAsync();

        Assert.Equal(
            ["POST dummy", "GET", "POST only", "POST only"],
            server.Requests.Select(request => request.Method == "GET" ? "GET" : $"POST {request.Json!["model"]}"));
    }

    [Theory]
    [InlineData(null, "a", "b")]
    [InlineData("c", "a")]
    public async Task WhatCannotBeFoundOutIsAnErrorThatListsTheModels(string? model, params string[] served)
    {
        await using RawServer server = Strict(served);

        HfException exception = await Expect.FailureAsync(
            HfErrorKind.ModelNotFound, () => Client(server).CompleteAsync(Hi with { Model = model }));

        Assert.All(served, name => Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task AServerThatDoesNotListItsModelsIsNotAskedAgain()
    {
        await using var server = new RawServer((request, connection) =>
            connection.AnswerAsync(404, request.Method == "GET" ? "" : NoModel, "application/json"));

        await Expect.ApiErrorAsync(HfErrorKind.NotFound, () => Client(server).CompleteAsync(Hi));

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(422, """{"error":"Template error: template not found","error_type":"template_error"}""")]
    [InlineData(
        400,
        """{"error":{"message":"As of transformers v4.44, default chat template is no longer allowed, so you must provide """
            + """a chat template if the tokenizer does not define one.","type":"BadRequestError","code":400}}""")]
    [InlineData(
        400,
        """
        {"object":"error","message":"Cannot use chat template functions because tokenizer.chat_template is not set",
         "type":"BadRequest","code":400}
        """)]
    public async Task AModelWithoutATemplateIsReported(int status, string body)
    {
        await using var server = new RawServer(RawConnection.Json(body, status));

        await Expect.FailureAsync(HfErrorKind.ChatTemplateMissing, () => CompleteAsync(server, Hi));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AnotherErrorOfATemplateIsNotAMissingOne()
    {
        await using var server = new RawServer(RawConnection.Json(
            """{"error":"Template error: Conversation roles must alternate","error_type":"template_error"}""", 422));

        await Expect.FailureAsync(HfErrorKind.InvalidRequest, () => CompleteAsync(server, Hi));
    }

    [Theory]
    [InlineData("{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\",\"title\":\"A b\"}}}")]
    [InlineData("{\"type\":\"json_object\",\"value\":{\"type\":\"object\",\"title\":\"A b\"}}")]
    [InlineData("{\"type\":\"json\",\"value\":{\"type\":\"object\",\"title\":\"A b\"}}")]
    public async Task ASchemaIsSentAsTheServerTakesIt(string format)
    {
        await using RawServer tgi = Known("""{"max_total_tokens":1,"model_id":"m"}""");
        await using RawServer other = Known(null);
        ChatRequest request = Hi with { ResponseFormat = JsonText.Parse(format) };

        await Client(tgi).CompleteAsync(request).WithinDeadlineAsync();
        await Client(other).CompleteAsync(request).WithinDeadlineAsync();

        JsonCompare.Same(
            JsonNode.Parse("""{"type":"json_object","value":{"type":"object","title":"A b"}}"""),
            tgi.Requests[^1].Json!["response_format"]);
        JsonCompare.Same(
            JsonNode.Parse("""
                {"type":"json_schema","json_schema":{"name":"A_b","strict":true,"schema":{"type":"object","title":"A b"}}}
                """),
            other.Requests[^1].Json!["response_format"]);
        Assert.Equal("m", (string?)other.Requests[^1].Json!["model"]);
    }

    [Theory]
    [InlineData("{\"type\":\"text\"}")]
    [InlineData("{\"type\":\"regex\",\"value\":\"[ab]\"}")]
    public async Task AnyOtherFormatGoesAsItIsWithoutAQuestion(string format)
    {
        await using var server = new RawServer(RawConnection.Json(Answer));

        await CompleteAsync(server, Hi with { ResponseFormat = JsonText.Parse(format) });

        JsonCompare.Same(JsonNode.Parse(format), Assert.Single(server.Requests).Json!["response_format"]);
    }

    [Fact]
    public async Task AnAnswerWithoutChoicesIsNone()
    {
        await using var server = new RawServer(RawConnection.Json("""{"hello":1}"""));

        await Expect.FailureAsync(HfErrorKind.InvalidResponse, () => CompleteAsync(server, Hi));
    }

    private static RawServer Strict(params string[] served) => new((request, connection) => request.Method == "GET"
        ? connection.AnswerAsync(
            request.Target == "/v1/models" ? 200 : 404,
            $$"""{"data":[{{string.Join(',', served.Select(name => $$"""{"id":"{{name}}","owned_by":"vllm"}"""))}}]}""",
            "application/json")
        : served.Contains((string?)request.Json!["model"])
            ? connection.AnswerAsync(200, Answer, "application/json")
            : connection.AnswerAsync(404, NoModel, "application/json"));

    private static RawServer Known(string? info) => new((request, connection) => request.Target switch
    {
        "/info" when info is not null => connection.AnswerAsync(200, info, "application/json"),
        "/v1/models" => connection.AnswerAsync(200, """{"data":[{"id":"m","owned_by":"llamacpp"}]}""", "application/json"),
        "/v1/chat/completions" => connection.AnswerAsync(200, Answer, "application/json"),
        _ => connection.AnswerAsync(404, "", null),
    });

    private static ChatClient Client(RawServer server) => server.Client().GetChatClient(new InferenceTarget(server.Address));

    private static Task<HfChatCompletion> CompleteAsync(RawServer server, ChatRequest request) =>
        Client(server).CompleteAsync(request).WithinDeadlineAsync();
}
