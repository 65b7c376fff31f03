namespace HfEndpoints.Emulator;

/// <summary>vLLM's route for OpenAI's responses: a chat in other words. Nothing is kept of it.</summary>
internal static class VllmResponses
{
    public static async Task<object?> AnswerAsync(EngineRequest request, JsonFields fields)
    {
        OpenAiDialect dialect = fields.Dialect;
        dialect.CheckModel(request, fields.Text("model"));
        var chat = new OpenAiChatRequest(new JsonFields(ToChat(fields), dialect));
        dialect.CheckChat(request, chat);
        ChatReply choice = new ChatTurn(request, chat).Choices[0];
        JsonMap response = Response(request, chat, fields);
        if (!chat.Stream)
        {
            await request.ThinkAsync();
            Complete(response, choice);
            return response;
        }

        await StreamAsync(request, response, choice);
        return null;
    }

    private static JsonObject ToChat(JsonFields fields)
    {
        JsonObject body = fields.Json;
        JsonArray messages = body["input"] switch
        {
            JsonValue text => [new JsonObject { ["role"] = "user", ["content"] = text.ToString() }],
            JsonArray items => [.. items.Select(Message)],
            _ => throw fields.Dialect.BadField("input", FieldProblem.Missing, body),
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

    private static JsonMap Response(EngineRequest request, OpenAiChatRequest chat, JsonFields fields) => new()
    {
        ["id"] = fields.Dialect.NewId(request, "resp"),
        ["object"] = "response",
        ["created_at"] = request.Now,
        ["status"] = "in_progress",
        ["error"] = null,
        ["incomplete_details"] = null,
        ["instructions"] = fields["instructions"],
        ["max_output_tokens"] = chat.MaxTokens,
        ["model"] = fields.Dialect.ModelName(request, chat.Model),
        ["output"] = Array.Empty<object>(),
        ["parallel_tool_calls"] = true,
        ["temperature"] = fields["temperature"] ?? 1.0,
        ["tool_choice"] = "auto",
        ["tools"] = Array.Empty<object>(),
        ["top_p"] = fields["top_p"] ?? 1.0,
        ["usage"] = null,
    };

    private static void Complete(JsonMap response, ChatReply choice)
    {
        (int input, int output) = (choice.Generation.PromptTokens.Count, choice.Generation.Tokens.Count);
        bool isCut = choice.Generation.FinishReason == FinishReason.Length;
        response["status"] = isCut ? "incomplete" : "completed";
        response["incomplete_details"] = isCut ? new { reason = "max_output_tokens" } : null;
        response["output"] = new[] { Item(response, "completed", Part(choice.Text)) };
        response["usage"] = new { input_tokens = input, output_tokens = output, total_tokens = input + output };
    }

    private static async Task StreamAsync(EngineRequest request, JsonMap response, ChatReply choice)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "");
        int number = 0;
        await SendAsync("response.created", new() { ["response"] = response });
        await SendAsync("response.in_progress", new() { ["response"] = response });
        await SendAsync("response.output_item.added", new() { ["output_index"] = 0, ["item"] = Item(response, "in_progress") });
        await SendAsync("response.content_part.added", Place(new() { ["part"] = Part("") }));
        foreach ((_, string text) in ChatReply.Pieces(choice.Generation).Where(piece => piece.Text.Length > 0))
        {
            await request.ThinkAsync(choice.Generation.Tokens.Count);
            await SendAsync("response.output_text.delta", Place(new() { ["delta"] = text, ["logprobs"] = Array.Empty<object>() }));
        }

        Complete(response, choice);
        object item = Item(response, "completed", Part(choice.Text));
        await SendAsync("response.output_text.done", Place(new() { ["text"] = choice.Text, ["logprobs"] = Array.Empty<object>() }));
        await SendAsync("response.content_part.done", Place(new() { ["part"] = Part(choice.Text) }));
        await SendAsync("response.output_item.done", new() { ["output_index"] = 0, ["item"] = item });
        await SendAsync("response.completed", new() { ["response"] = response });

        Task SendAsync(string type, JsonMap data) => events.SendAsync(
            $"event: {type}\ndata: {ServerSentEvents.Write(new JsonMap(data) { ["type"] = type, ["sequence_number"] = number++ })}");

        JsonMap Place(JsonMap what) => new(what) { ["item_id"] = ItemId(response), ["output_index"] = 0, ["content_index"] = 0 };
    }

    private static string ItemId(JsonMap response) => "msg_" + $"{response["id"]}"["resp-".Length..];

    private static object Item(JsonMap response, string status, params object[] parts) =>
        new { id = ItemId(response), type = "message", role = "assistant", status, content = parts };

    private static object Part(string text) =>
        new { type = "output_text", text, annotations = Array.Empty<object>(), logprobs = (object?)null };
}
