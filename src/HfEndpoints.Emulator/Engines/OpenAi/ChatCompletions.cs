namespace HfEndpoints.Emulator;

/// <summary>POST /v1/chat/completions, as all servers with OpenAI's routes answer it but for what their dialect says.</summary>
internal static class ChatCompletions
{
    public static async Task AnswerAsync(EngineRequest request, OpenAiDialect dialect)
    {
        JsonObject body = await dialect.ReadBodyAsync(request);
        var chat = new OpenAiChatRequest(new JsonFields(body, dialect), dialect);
        dialect.CheckModel(request, chat.Model);
        dialect.CheckChat(request, chat);
        ChatAnswer turn;
        try
        {
            turn = ChatTurn.Run(request, dialect, chat);
        }
        catch (EngineException error) when (dialect.ChecksInStream && chat.Stream)
        {
            await dialect.RefuseInStreamAsync(request, error);
            return;
        }

        int? failAfter = GenerationFault.Find(request, ChatMessages.LastUserText(chat.Messages));
        if (chat.Stream)
        {
            await new ChatStream(request, dialect, chat, turn).SendAsync(failAfter);
            return;
        }

        await request.ThinkAsync();
        if (failAfter is not null)
        {
            throw dialect.GenerationFailed();
        }

        JsonObject answer = OpenAiParts.Envelope(request, dialect, "chat.completion", dialect.NewId(request, "chatcmpl"), chat.Model);
        answer["choices"] = new JsonArray([.. turn.Choices.Select(choice => Choice(request, dialect, chat, choice))]);
        answer["usage"] = OpenAiParts.Usage(request, dialect, turn);
        dialect.Complete(answer, request, isChunk: false);
        await request.Context.AnswerJsonAsync(answer);
    }

    private static JsonObject Choice(EngineRequest request, OpenAiDialect dialect, OpenAiChatRequest chat, ChatReply choice)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = choice.Calls.Count > 0 ? null : choice.Text };
        if (choice.Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. choice.Calls.Select(Call)]);
        }

        if (dialect.ReasoningField(request, chat) is string field)
        {
            message[field] = choice.Reasoning?.Text.Trim();
        }

        var result = new JsonObject
        {
            ["index"] = choice.Index,
            ["message"] = message,
            ["logprobs"] = OpenAiParts.ChatLogprobs(dialect, chat, choice.Generation.Tokens.Where(token => !token.IsSpecial)),
            ["finish_reason"] = dialect.ReasonFor(choice.Generation, choice.Calls.Count > 0),
        };
        dialect.CompleteChoice(result, choice.Generation, isChunk: false);
        return result;
    }

    private static JsonObject Call(ToolCall call) => new()
    {
        ["id"] = call.Id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments.Text },
    };
}
