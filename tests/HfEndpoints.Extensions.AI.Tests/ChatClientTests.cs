using System.Text.Json.Nodes;

namespace HfEndpoints.Extensions.AI.Tests;

public sealed class ChatClientTests
{
    private static readonly AIFunction s_weather = AIFunctionFactory.Create(
        (string city) => $"It rains in {city}.", "get_weather", "The weather of a city.");

    [Theory]
    [InlineData("tgi")]
    [InlineData("vLLM")]
    [InlineData("sGLang")]
    public async Task AnAnswerHasTextUsageAndReason(string image)
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", image);
        using IChatClient chat = account.Client.AsIChatClient("chat");
        var options = new ChatOptions
        {
            Instructions = "Be brief.",
            MaxOutputTokens = 5,
            Temperature = 0.5f,
            TopP = 0.9f,
            TopK = 7,
            Seed = 3,
            StopSequences = ["never"],
            AdditionalProperties = new() { ["repetition_penalty"] = 1.1 },
        };

        ChatResponse response = await chat.GetResponseAsync("Tell me about the sea.", options);

        Assert.NotEmpty(response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(5, response.Usage!.OutputTokenCount);
        Assert.True(response.Usage.InputTokenCount > 0);
        Assert.Equal(response.Usage.InputTokenCount + 5, response.Usage.TotalTokenCount);
        Assert.IsType<HfChatCompletion>(response.RawRepresentation);
        JsonNode body = (await account.BodiesAsync())[^1];
        Assert.Equal(
            """[{"role":"system","content":"Be brief."},{"role":"user","content":"Tell me about the sea."}]""",
            body["messages"]!.ToJsonString());
        Assert.Equal((5, 7, 3), ((int)body["max_tokens"]!, (int)body["top_k"]!, (int)body["seed"]!));
        Assert.Equal((0.5, 1.1), ((double)body["temperature"]!, (double)body["repetition_penalty"]!));
        Assert.Equal("""["never"]""", body["stop"]!.ToJsonString());
    }

    [Fact]
    public async Task AStreamIsTheSameAnswerInPiecesWithItsUsage()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM");
        using IChatClient chat = account.Client.AsIChatClient("alice/chat");
        var options = new ChatOptions { MaxOutputTokens = 8, Seed = 1 };

        ChatResponse whole = await chat.GetResponseAsync("The sea", options);
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync("The sea", options))
        {
            updates.Add(update);
        }

        ChatResponse streamed = updates.ToChatResponse();
        Assert.True(updates.Count > 3);
        Assert.Equal(whole.Text, streamed.Text);
        Assert.Equal(whole.FinishReason, streamed.FinishReason);
        Assert.Equal(whole.Usage!.TotalTokenCount, streamed.Usage!.TotalTokenCount);
        Assert.Single(streamed.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AToolIsCalledAndItsResultGoesBack(bool isStream)
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM");
        using IChatClient chat = account.Client.AsIChatClient("chat").AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Tools = [s_weather], MaxOutputTokens = 20 };

        ChatResponse response = isStream
            ? await chat.GetStreamingResponseAsync("What is the weather in Oslo?", options).ToChatResponseAsync()
            : await chat.GetResponseAsync("What is the weather in Oslo?", options);

        FunctionCallContent call = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().First();
        Assert.Equal("get_weather", call.Name);
        Assert.Contains("city", call.Arguments!.Keys);
        JsonNode[] bodies = await account.BodiesAsync();
        Assert.Equal("city", bodies[^2]["tools"]![0]!["function"]!["parameters"]!["required"]![0]!.GetValue<string>());
        JsonArray messages = bodies[^1]["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "tool"], messages.Select(message => (string)message!["role"]!));
        Assert.Equal(call.CallId, (string)messages[2]!["tool_call_id"]!);
        Assert.Equal(call.CallId, (string)messages[1]!["tool_calls"]![0]!["id"]!);
        Assert.Contains("It rains in", (string)messages[2]!["content"]!, StringComparison.Ordinal);
        Assert.NotEmpty(response.Text);
    }

    [Theory]
    [InlineData("get_weather", """{"type":"function","function":{"name":"get_weather"}}""")]
    [InlineData(null, "\"required\"")]
    public async Task AToolCanBeRequired(string? name, string expected)
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM");
        using IChatClient chat = account.Client.AsIChatClient("chat");

        ChatResponse response = await chat.GetResponseAsync(
            "hello",
            new ChatOptions
            {
                Tools = [s_weather],
                ToolMode = name is null ? ChatToolMode.RequireAny : ChatToolMode.RequireSpecific(name),
                AllowMultipleToolCalls = false,
            });

        Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>());
        JsonNode body = (await account.BodiesAsync())[^1];
        Assert.Equal(expected, body["tool_choice"]!.ToJsonString());
        Assert.False((bool)body["parallel_tool_calls"]!);
    }

    [Fact]
    public async Task AnAnswerTakesTheFormOfAType()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM");
        using IChatClient chat = account.Client.AsIChatClient("chat");

        ChatResponse<Harbour> response = await chat.GetResponseAsync<Harbour>("Which harbour?");

        Assert.NotNull(response.Result.Name);
    }

    [Fact]
    public async Task APictureGoesInItsPlace()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM", repository: "me/vision", task: "image-text-to-text");
        using IChatClient chat = account.Client.AsIChatClient("chat");
        byte[] png = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be brief."),
            new(ChatRole.User, [new TextContent("What is this?"), new DataContent(png, "image/png")]),
            new(ChatRole.Assistant, [new TextReasoningContent("It may be a map."), new FunctionCallContent("1", "find")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "A map of Bergen.")]),
        ];

        ChatResponse response = await chat.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 4 });

        Assert.NotEmpty(response.Text);
        JsonNode sent = (await account.BodiesAsync())[^1]["messages"]!;
        Assert.Equal("Be brief.", (string)sent[0]!["content"]!);
        Assert.Equal(["text", "image_url"], sent[1]!["content"]!.AsArray().Select(part => (string)part!["type"]!));
        Assert.StartsWith("data:image/png;base64,", (string)sent[1]!["content"]![1]!["image_url"]!["url"]!, StringComparison.Ordinal);
        Assert.Equal("It may be a map.", (string)sent[2]!["reasoning_content"]!);
        Assert.Equal("find", (string)sent[2]!["tool_calls"]![0]!["function"]!["name"]!);
        Assert.Equal("1", (string)sent[3]!["tool_call_id"]!);
    }

    [Fact]
    public async Task CancellingAStreamClosesTheConnection()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync(tokenMilliseconds: 50);
        await account.PutAsync("chat", "vLLM");
        using IChatClient chat = account.Client.AsIChatClient("chat");
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(
                "The sea", new ChatOptions { MaxOutputTokens = 500 }, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        await Deadline.UntilAsync(async () => (bool)(await account.RequestsAsync())[^1]["aborted"]!);
    }

    [Fact]
    public async Task AnEndpointThatIsPausedIsAnErrorAndLookedUpAgain()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM", state: "paused");
        using IChatClient chat = account.Client.AsIChatClient("chat");

        HfException failure = await Assert.ThrowsAsync<HfException>(() => chat.GetResponseAsync("hello"));
        await account.PutAsync("chat", "vLLM");
        ChatResponse response = await chat.GetResponseAsync("hello", new ChatOptions { MaxOutputTokens = 3 });

        Assert.Equal(HfErrorKind.EndpointNotRunning, failure.Kind);
        Assert.NotEmpty(response.Text);
        Assert.Equal("huggingface", chat.GetService<ChatClientMetadata>()!.ProviderName);
        Assert.EndsWith("/serve/alice/chat", chat.GetService<ChatClientMetadata>()!.ProviderUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Same(chat, chat.GetService<IChatClient>());
        Assert.Null(chat.GetService<IChatClient>("key"));
    }

    [Fact]
    public async Task WhatIsNoFunctionAndNoPictureIsRefusedBeforeItIsSent()
    {
        await using AccountOnEmulator account = await AccountOnEmulator.StartAsync();
        await account.PutAsync("chat", "vLLM");
        using IChatClient chat = account.Client.AsIChatClient("chat");
        ChatMessage pdf = new(ChatRole.User, [new DataContent(new byte[] { 1 }, "application/pdf")]);

        HfException tool = await Assert.ThrowsAsync<HfException>(
            () => chat.GetResponseAsync("hello", new ChatOptions { Tools = [new HostedWebSearchTool()] }));
        HfException file = await Assert.ThrowsAsync<HfException>(() => chat.GetResponseAsync(pdf));

        Assert.Equal((HfErrorKind.NotSupported, HfErrorKind.NotSupported), (tool.Kind, file.Kind));
        Assert.Empty(await account.RequestsAsync());
    }

    private sealed record Harbour(string Name, int Depth);
}
