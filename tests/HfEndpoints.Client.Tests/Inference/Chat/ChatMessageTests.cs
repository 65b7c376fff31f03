using System.Text.Json.Nodes;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client.Tests;

public sealed class ChatMessageTests
{
    private static readonly HfChatTool s_weather = new(
        "get_weather",
        "Gets the weather.",
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");

    private static readonly ChatParameters s_must = new() { ToolChoice = "required", MaxTokens = 64 };

    [Fact]
    public async Task AModelCallsATypedToolAndContinuesWithItsResult()
    {
        await using Service service = await Service.StartAsync();
        await service.PutAsync(
            "e", """{"model":{"repository":"HuggingFaceH4/zephyr-7b-beta","image":{"tgi":{"url":"text-generation-inference"}}}}""");
        ChatClient client = service.Client.GetChatClient(new InferenceTarget(service.UrlOf("e"), SendToken: true, "e"));
        List<HfChatMessage> messages = [HfChatMessage.FromSystem("Be brief."), HfChatMessage.FromUser("The weather in Paris?")];

        HfChatCompletion asked = await client.CompleteAsync(messages, [s_weather], s_must);
        HfChatMessage question = asked.Choices[0].ToMessage();
        HfToolCall call = Assert.Single(question.ToolCalls);
        messages.AddRange([question, HfChatMessage.FromTool(call.Id, """{"celsius":20}""")]);
        List<HfChatChunk> pieces = await Expect.AllAsync(client.StreamAsync(messages, parameters: new() { MaxTokens = 4 }));

        Assert.Equal("get_weather", call.Name);
        Assert.NotNull(JsonNode.Parse(Assert.IsType<string>(call.Arguments))!["city"]);
        Assert.NotEmpty(string.Concat(pieces.Select(piece => piece.Text)));
    }

    [Fact]
    public void MessagesAndToolsAreWrittenAsTheRouteHasThem()
    {
        ChatRequest request = ChatRequest.FromMessages(
            [
                HfChatMessage.FromUser("Hi"),
                HfChatMessage.FromAssistant(
                    null,
                    new HfToolCall { Id = "1", Name = "f", Arguments = new Dictionary<string, object?> { ["a"] = 1 } },
                    new HfToolCall { Id = "2", Name = "g" }) with { Reasoning = "hm" },
                HfChatMessage.FromTool("1", "done"),
            ],
            [new HfChatTool("g"), s_weather]);

        JsonCompare.Same(
            JsonNode.Parse("""
                [{"role":"user","content":"Hi"},
                 {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[
                   {"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
                   {"id":"2","type":"function","function":{"name":"g","arguments":"{}"}}]},
                 {"role":"tool","content":"done","tool_call_id":"1"}]
                """),
            new JsonArray([.. request.Messages.Select(message => message.DeepClone())]));
        JsonCompare.Same(
            JsonNode.Parse("""
                [{"type":"function","function":{"name":"g","parameters":{"type":"object","properties":{}}}},
                 {"type":"function","function":{"name":"get_weather","description":"Gets the weather.",
                   "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]
                """),
            request.Parameters.Tools);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    public void AToolWhoseParametersAreNotASchemaIsRefused(string parameters)
    {
        HfException exception = Assert.Throws<HfException>(
            () => ChatRequest.FromMessages([HfChatMessage.FromUser("Hi")], [new HfChatTool("f", null, parameters)]));

        Assert.Equal(HfErrorKind.InvalidRequest, exception.Kind);
    }
}
