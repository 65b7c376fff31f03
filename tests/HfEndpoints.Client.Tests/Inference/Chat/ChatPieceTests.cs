using System.Text.Json;
using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

/// <summary>What servers write differently in the pieces of a chat.</summary>
public sealed class ChatPieceTests
{
    [Theory]
    [InlineData("""{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}""", 2, 1, 3)]
    [InlineData("""{"prompt_tokens":2.0,"completion_tokens":1.0,"total_tokens":3.0}""", 2, 1, 3)]
    [InlineData("""{"prompt_tokens":"2","completion_tokens":"1"}""", 2, 1, 3)]
    [InlineData("""{"input_tokens":2,"output_tokens":1}""", 2, 1, 3)]
    [InlineData("""{"completion_tokens":1}""", null, 1, null)]
    [InlineData("""{"total_tokens":3}""", null, null, 3)]
    public async Task UsageIsReadByAnyName(string usage, int? prompt, int? completion, int? total)
    {
        string message = """{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":""" + usage + "}";
        await using var server = new RawServer(RawConnection.Json(message));

        HfChatCompletion answer = await Client(server).CompleteAsync(Hi).WithinDeadlineAsync();

        Assert.Equal(new HfChatUsage(prompt, completion, total), answer.Usage);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"seconds":2}""")]
    [InlineData("""{"prompt_tokens":"many"}""")]
    public async Task UsageWithoutNumbersIsNone(string usage)
    {
        string message = """{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":""" + usage + "}";
        await using var server = new RawServer(RawConnection.Json(message));

        Assert.Null((await Client(server).CompleteAsync(Hi).WithinDeadlineAsync()).Usage);
    }

    [Fact]
    public async Task UsageKeepsItsDetails()
    {
        await using var server = new RawServer(RawConnection.Json(
            """
            {"id":17,"created":1700000000.5,"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":2,
            "completion_tokens":1,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":0}}}
            """));

        HfChatCompletion answer = await Client(server).CompleteAsync(Hi).WithinDeadlineAsync();

        Assert.Equal((1, 0), (answer.Usage!.CachedTokens, answer.Usage.ReasoningTokens));
        Assert.Equal(("17", 1_700_000_000), (answer.Id, answer.Created!.Value.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("""{"reasoning":"","reasoning_content":"why"}""", "why")]
    [InlineData("""{"reasoning":"why","reasoning_content":""}""", "why")]
    [InlineData("""{"reasoning":null,"reasoning_content":"why"}""", "why")]
    [InlineData("""{"reasoning":"","content":"x"}""", null)]
    public async Task AnEmptyReasoningHidesNoOther(string delta, string? reasoning)
    {
        await using RawServer server = Server(Event($$"""{"delta":{{delta}},"finish_reason":"stop"}"""));

        Assert.Equal(reasoning, Assert.Single(await StreamAsync(server)).Reasoning);
    }

    [Fact]
    public async Task LogprobsAreOnTheirPiece()
    {
        await using RawServer server = Server(Event(
            """{"delta":{"content":"x"},"logprobs":{"content":[{"token":"x","logprob":-0.5}]},"finish_reason":"stop"}"""));

        HfChatChunk chunk = Assert.Single(await StreamAsync(server));

        Assert.Equal(-0.5, JsonSerializer.SerializeToNode(chunk.Logprobs)!["content"]![0]!["logprob"]!.GetValue<double>());
    }

    [Theory]
    // Numbered by the server.
    [InlineData(
        """[{"index":0,"id":"a","function":{"name":"f"}}]|[{"index":1,"id":"b","function":{"name":"g"}}]"""
            + """|[{"index":0,"function":{"arguments":"1"}}]|[{"index":1,"function":{"arguments":"2"}}]""")]
    // By id alone.
    [InlineData(
        """[{"id":"a","function":{"name":"f"}}]|[{"id":"b","function":{"name":"g"}}]"""
            + """|[{"id":"a","function":{"arguments":"1"}}]|[{"id":"b","function":{"arguments":"2"}}]""")]
    // One after the other, with and without ids.
    [InlineData(
        """[{"id":"a","function":{"name":"f"}}]|[{"function":{"arguments":"1"}}]"""
            + """|[{"id":"b","function":{"name":"g"}}]|[{"function":{"arguments":"2"}}]""")]
    [InlineData(
        """[{"function":{"name":"f"}}]|[{"function":{"arguments":"1"}}]|[{"function":{"name":"g"}}]|[{"function":{"arguments":"2"}}]""")]
    // Side by side in an event.
    [InlineData("""[{"function":{"name":"f","arguments":"1"}},{"function":{"name":"g","arguments":"2"}}]""")]
    [InlineData(
        """[{"function":{"name":"f"}},{"function":{"name":"g"}}]|[{"function":{"arguments":"1"}},{"function":{"arguments":"2"}}]""")]
    // All of them numbered 0, each whole.
    [InlineData(
        """[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]"""
            + """|[{"index":0,"id":"b","function":{"name":"g","arguments":"2"}}]""")]
    [InlineData(
        """[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}},{"index":0,"id":"b","function":{"name":"g","arguments":"2"}}]""")]
    // Numbered, with an id made up for each piece.
    [InlineData(
        """[{"index":0,"id":"a","function":{"name":"f"}}]|[{"index":0,"id":"x","function":{"arguments":"1"}}]"""
            + """|[{"index":1,"id":"b","function":{"name":"g"}}]|[{"index":1,"id":"y","function":{"arguments":"2"}}]""")]
    public async Task PiecesOfToolCallsFindTheirCall(string events)
    {
        await using RawServer server = Server(
            [.. events.Split('|').Select(calls => Event("""{"delta":{"tool_calls":""" + calls + "}}")),
                Event("""{"delta":{},"finish_reason":"tool_calls"}""")]);

        List<HfChatChunk> chunks = await StreamAsync(server);

        Assert.Equal(
            [(0, "f", "1"), (1, "g", "2")],
            chunks.SelectMany(chunk => chunk.ToolCalls)
                .GroupBy(call => call.Index)
                .OrderBy(group => group.Key)
                .Select(group => (group.Key, group.First().Name!, string.Concat(group.Select(call => call.Arguments)))));
    }

    [Fact]
    public async Task ArgumentsMayBeAnObject()
    {
        await using var server = new RawServer(RawConnection.Json(
            """
            {"choices":[{"message":{"tool_calls":[{"id":1,"function":{"name":"f","arguments":{"a":1}}}]},"finish_reason":"tool_calls"}]}
            """));

        HfChatCompletion answer = await Client(server).CompleteAsync(Hi).WithinDeadlineAsync();

        Assert.Equal(("1", """{"a":1}"""), (answer.ToolCalls[0].Id, (string?)answer.ToolCalls[0].Arguments));
    }

    [Theory]
    [InlineData("llamacpp", "\"required\"", 1)]
    [InlineData("vllm", """{"type":"function","function":{"name":"f"}}""", 2)]
    public async Task TheChoiceOfAToolIsSentInTheEnginesForm(string owner, string choice, int tools)
    {
        await using RawServer server = Engine(owner);
        var parameters = new ChatParameters { Tools = [Tool("f"), Tool("g")], ToolChoice = "f" };

        _ = await Client(server).CompleteAsync(Hi with { Parameters = parameters }).WithinDeadlineAsync();

        Assert.Equal(choice, server.Requests[^1].Json!["tool_choice"]!.ToJsonString());
        Assert.Equal(tools, server.Requests[^1].Json!["tools"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("llamacpp", """{"type":"json_object","schema":{"type":"object"}}""")]
    [InlineData("vllm", """{"type":"json_object"}""")]
    public async Task AnyJsonIsAskedForInTheEnginesForm(string owner, string format)
    {
        await using RawServer server = Engine(owner);

        _ = await Client(server)
            .CompleteAsync(Hi with { ResponseFormat = JsonText.FromObject(new { type = "json_object" }) })
            .WithinDeadlineAsync();

        Assert.Equal(format, server.Requests[^1].Json!["response_format"]!.ToJsonString());
    }

    private static JsonObject Tool(string name) =>
        new() { ["type"] = "function", ["function"] = new JsonObject { ["name"] = name } };

    private static RawServer Engine(string owner) => new((request, connection) => (request.Target switch
    {
        "/v1/models" => RawConnection.Json($$"""{"data":[{"id":"m","owned_by":"{{owner}}"}]}"""),
        "/v1/chat/completions" => RawConnection.Json("""{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]}"""),
        _ => RawConnection.Status(404),
    })(connection));

    private static ChatRequest Hi => new([new JsonObject { ["role"] = "user", ["content"] = "Hi" }]);

    private static string Event(string choice) => $$"""{"choices":[{{choice}}]}""";

    private static RawServer Server(params string[] events) => new(connection => connection.AnswerAsync(
        200, string.Concat(events.Select(item => $"data: {item}\n\n")), "text/event-stream"));

    private static ChatClient Client(RawServer server) => server.Client().GetChatClient(new InferenceTarget(server.Address));

    private static Task<List<HfChatChunk>> StreamAsync(RawServer server) =>
        Expect.AllAsync(Client(server).StreamAsync(Hi)).WithinDeadlineAsync();
}
