namespace HfEndpoints.Emulator;

/// <summary>POST /v1/chat/completions, as all servers with OpenAI's routes answer it, apart from what their dialect says.</summary>
internal static class ChatCompletions
{
    public static async Task<object?> AnswerAsync(EngineRequest request, JsonFields fields)
    {
        OpenAiDialect dialect = fields.Dialect;
        var chat = new OpenAiChatRequest(fields);
        dialect.CheckModel(request, chat.Model);
        dialect.CheckChat(request, chat);
        ChatTurn turn;
        try
        {
            turn = new ChatTurn(request, chat);
        }
        catch (EngineException error) when (dialect.ChecksInStream && chat.Stream)
        {
            await dialect.RefuseInStreamAsync(request, error);
            return null;
        }

        int? failAfter = GenerationFault.Find(request, [ChatMessages.LastUserText(chat.Messages)]);
        if (chat.Stream)
        {
            await new ChatStream(request, chat, turn).SendAsync(failAfter);
            return null;
        }

        await dialect.ThinkAsync(request, failAfter);
        JsonMap answer = OpenAiParts.Envelope(request, dialect, "chat.completion", dialect.NewId(request, "chatcmpl"), chat.Model);
        answer["choices"] = turn.Choices.Select(choice => Choice(request, chat, choice));
        answer["usage"] = turn.Usage();
        dialect.Complete(answer, request, isChunk: false);
        return answer;
    }

    private static JsonMap Choice(EngineRequest request, OpenAiChatRequest chat, ChatReply choice)
    {
        OpenAiDialect dialect = chat.Fields.Dialect;
        JsonMap message = new() { ["role"] = "assistant", ["content"] = choice.Calls.Count > 0 ? null : choice.Text };
        if (choice.Calls.Count > 0)
        {
            message["tool_calls"] = choice.Calls.Select(call =>
                new { id = call.Id, type = "function", function = new { name = call.Name, arguments = call.Arguments.Text } });
        }

        if (dialect.ReasoningField(request, chat) is string field)
        {
            message[field] = choice.Reasoning?.Text.Trim();
        }

        JsonMap result = new()
        {
            ["index"] = choice.Index,
            ["message"] = message,
            ["logprobs"] = OpenAiParts.ChatLogprobs(chat, choice.Generation.Tokens.Where(token => !token.IsSpecial)),
            ["finish_reason"] = dialect.ReasonFor(choice.Generation, choice.Calls.Count > 0),
        };
        dialect.CompleteChoice(result, choice.Generation, isChunk: false);
        return result;
    }
}

/// <summary>What a model answers to a chat, once for each choice asked for.</summary>
internal sealed class ChatTurn
{
    private const int ReasoningTokens = 12;
    private readonly EngineRequest _request;
    private readonly OpenAiDialect _dialect;
    private readonly OpenAiChatRequest _chat;
    private readonly string _prompt;
    private readonly int _maxTokens;
    private readonly ulong _seed;
    private readonly int _cachedTokens;

    public ChatTurn(EngineRequest request, OpenAiChatRequest chat)
    {
        (_request, _dialect, _chat) = (request, chat.Fields.Dialect, chat);
        _prompt = _dialect.Prompt(request, chat);
        _maxTokens = _dialect.CheckLength(request, _prompt, chat.MaxTokens, chat.Fields);
        IReadOnlyList<ChatTool> tools = _dialect.PickTools(request, chat);
        _seed = request.Services.Random.NextSeed();
        Choices = [.. Enumerable.Range(0, _dialect.HasChoices ? chat.Sampling.Choices : 1).Select(index => Choose(index, tools))];
        request.Count([.. Choices.Select(choice => choice.Generation)]);
        _cachedTokens = request.Load.Reuse(Choices[0].Generation.PromptTokens);
    }

    public IReadOnlyList<ChatReply> Choices { get; }

    public JsonMap Usage() => OpenAiParts.Usage(
        _request, _dialect, [.. Choices.Select(choice => choice.Generation)], 1, _cachedTokens,
        Choices.Sum(choice => choice.Reasoning?.Tokens.Count ?? 0));

    private ChatReply Choose(int index, IReadOnlyList<ChatTool> tools)
    {
        Generation? reasoning = Reason(index);
        int left = _maxTokens - (reasoning?.Tokens.Count ?? 0);
        if (tools.Count == 0)
        {
            string? forced = _dialect.Forced(_request, _chat.Fields, _prompt, Seed(index));
            return new ChatReply(index, ToyModels.Generate(Options(index, left) with { Forced = forced }), []) { Reasoning = reasoning };
        }

        var calls = new List<ToolCall>();
        foreach (ChatTool tool in tools)
        {
            string arguments = SchemaWriter.Write(_dialect, tool.Parameters, Seed(index), _prompt);
            Generation generation = ToyModels.Generate(Options(index, left) with { Forced = arguments });
            calls.Add(new ToolCall(_dialect.ToolCallId(_request, _chat), tool.Name, generation));
            left -= generation.Tokens.Count;
            if (left <= 0)
            {
                break;
            }
        }

        Generation last = calls[^1].Arguments;
        Generation all = calls.Count == 1
            ? last
            : new Generation([.. calls.SelectMany(call => call.Arguments.Tokens)], last.FinishReason, last.PromptTokens);
        return new ChatReply(index, all, calls) { Reasoning = reasoning };
    }

    private Generation? Reason(int index) => _maxTokens > 1 && _dialect.ReasoningField(_request, _chat) is not null
        ? ToyModels.Generate(Options(index, Math.Min(ReasoningTokens, _maxTokens - 1)) with { Prompt = _prompt + "Think.", Stop = [] })
        : null;

    private GenerationOptions Options(int index, int maxTokens) => _chat.Sampling.Options(_prompt, maxTokens, index, _seed) with
    {
        TopTokens = _chat.TopLogprobs,
        KeepStop = _dialect.KeepsStop,
    };

    private long Seed(int index) => unchecked((_chat.Sampling.Seed ?? 0) + index);
}

/// <summary>A call of a function that the model asks for; the arguments are JSON.</summary>
internal sealed record ToolCall(string Id, string Name, Generation Arguments);

/// <summary>One of the answers to a chat: text, or calls of tools whose arguments are the generated text.</summary>
internal sealed record ChatReply(int Index, Generation Generation, IReadOnlyList<ToolCall> Calls)
{
    /// <summary>What the model thought before it answered; null for a server that does not separate it.</summary>
    public Generation? Reasoning { get; init; }
    public string Text => string.Concat(Pieces(Generation).Select(piece => piece.Text));

    /// <summary>The generated pieces as they go out, without the blank that a first word begins with.</summary>
    public static IEnumerable<(GeneratedToken Token, string Text)> Pieces(Generation generation) =>
        generation.Tokens.Select((token, index) => (token, token.IsSpecial ? "" : index == 0 ? token.Text.TrimStart() : token.Text));
}
