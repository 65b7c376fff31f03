namespace HfEndpoints.Emulator;

/// <summary>vLLM's route for OpenAI's responses: a chat in other words. Nothing is kept of it.</summary>
internal static class VllmResponses
{
    public static async Task AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonObject body = await dialect.ReadBodyAsync(request);
        var fields = new JsonFields(body, dialect);
        dialect.CheckModel(request, fields.Text("model"));
        var chat = new OpenAiChatRequest(new JsonFields(ToChat(body, fields, dialect), dialect), dialect);
        dialect.CheckChat(request, chat);
        ChatReply choice = ChatTurn.Run(request, dialect, chat).Choices[0];
        JsonObject response = Response(request, dialect, chat, body);
        if (!chat.Stream)
        {
            await request.ThinkAsync();
            Complete(response, choice);
            await request.Context.AnswerJsonAsync(response);
            return;
        }

        await StreamAsync(request, response, choice);
    }

    private static JsonObject ToChat(JsonObject body, JsonFields fields, OpenAiDialect dialect)
    {
        JsonArray messages = body["input"] switch
        {
            JsonValue text => [new JsonObject { ["role"] = "user", ["content"] = text.ToString() }],
            JsonArray items => [.. items.Select(Message)],
            _ => throw dialect.BadField("input", FieldProblem.Missing, body),
        };
        if (fields.Text("instructions") is string instructions)
        {
            messages.Insert(0, new JsonObject { ["role"] = "system", ["content"] = instructions });
        }

        var chat = new JsonObject
        {
            ["messages"] = messages,
            ["max_tokens"] = body["max_output_tokens"]?.DeepClone(),
            ["stream"] = body["stream"]?.DeepClone() ?? false,
        };
        foreach (string name in new[] { "model", "temperature", "top_p" })
        {
            chat[name] = body[name]?.DeepClone();
        }

        return chat;
    }

    private static JsonNode? Message(JsonNode? item)
    {
        if (item is not JsonObject message || message["content"] is not JsonArray parts)
        {
            return item?.DeepClone();
        }

        JsonObject copy = message.DeepClone().AsObject();
        copy["content"] = new JsonArray([.. parts.Select(part => part is JsonObject fields && fields["type"]?.ToString() == "input_image"
            ? new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = fields["image_url"]?.ToString() ?? "" } }
            : part?.DeepClone())]);
        return copy;
    }

    private static JsonObject Response(EngineRequest request, OpenAiDialect dialect, OpenAiChatRequest chat, JsonObject body) => new()
    {
        ["id"] = dialect.NewId(request, "resp"),
        ["object"] = "response",
        ["created_at"] = request.Services.Clock.UtcNow.ToUnixTimeSeconds(),
        ["status"] = "in_progress",
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = body["instructions"]?.DeepClone(),
        ["max_output_tokens"] = chat.MaxTokens,
        ["model"] = dialect.ModelName(request, chat.Model),
        ["output"] = new JsonArray(),
        ["parallel_tool_calls"] = true,
        ["temperature"] = body["temperature"]?.DeepClone() ?? 1.0,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = body["top_p"]?.DeepClone() ?? 1.0,
        ["usage"] = null,
    };

    private static void Complete(JsonObject response, ChatReply choice)
    {
        Generation generation = choice.Generation;
        bool isCut = generation.FinishReason == FinishReason.Length;
        response["status"] = isCut ? "incomplete" : "completed";
        response["incomplete_details"] = isCut ? new JsonObject { ["reason"] = "max_output_tokens" } : null;
        response["output"] = new JsonArray(Item(response, "completed", Part(choice.Text)));
        response["usage"] = new JsonObject
        {
            ["input_tokens"] = generation.PromptTokens.Count,
            ["output_tokens"] = generation.Tokens.Count,
            ["total_tokens"] = generation.PromptTokens.Count + generation.Tokens.Count,
        };
    }

    private static async Task StreamAsync(EngineRequest request, JsonObject response, ChatReply choice)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "");
        int number = 0;
        Task SendAsync(string type, JsonObject more)
        {
            var data = new JsonObject { ["type"] = type, ["sequence_number"] = number++ };
            foreach ((string name, JsonNode? value) in more)
            {
                data[name] = value?.DeepClone();
            }

            return events.SendAsync($"event: {type}\ndata: {JsonSerializer.Serialize<JsonNode>(data, HttpAnswers.Json)}");
        }

        JsonObject Place(params (string Name, JsonNode? Value)[] more)
        {
            var place = new JsonObject { ["item_id"] = ItemId(response), ["output_index"] = 0, ["content_index"] = 0 };
            foreach ((string name, JsonNode? value) in more)
            {
                place[name] = value;
            }

            return place;
        }

        await SendAsync("response.created", new JsonObject { ["response"] = response.DeepClone() });
        await SendAsync("response.in_progress", new JsonObject { ["response"] = response.DeepClone() });
        await SendAsync("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Item(response, "in_progress") });
        await SendAsync("response.content_part.added", Place(("part", Part(""))));
        foreach ((_, string text) in ChatReply.Pieces(choice.Generation).Where(piece => piece.Text.Length > 0))
        {
            await request.ThinkAsync(choice.Generation.Tokens.Count);
            await SendAsync("response.output_text.delta", Place(("delta", text), ("logprobs", new JsonArray())));
        }

        Complete(response, choice);
        await SendAsync("response.output_text.done", Place(("text", choice.Text), ("logprobs", new JsonArray())));
        await SendAsync("response.content_part.done", Place(("part", Part(choice.Text))));
        await SendAsync(
            "response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = response["output"]![0]!.DeepClone() });
        await SendAsync("response.completed", new JsonObject { ["response"] = response.DeepClone() });
    }

    private static string ItemId(JsonObject response) => "msg_" + response["id"]!.ToString()["resp-".Length..];

    private static JsonObject Item(JsonObject response, string status, params JsonObject[] parts) => new()
    {
        ["id"] = ItemId(response),
        ["type"] = "message",
        ["role"] = "assistant",
        ["status"] = status,
        ["content"] = new JsonArray([.. parts]),
    };

    private static JsonObject Part(string text) =>
        new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = null };
}
