namespace HfEndpoints.Emulator;

/// <summary>POST /v1/chat/completions, as all servers with OpenAI's routes answer it, apart from what their dialect says.</summary>
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

/// <summary>Has the model answer a chat, once for each choice asked for.</summary>
internal sealed class ChatTurn
{
    private const int ReasoningTokens = 12;
    private readonly EngineRequest _request;
    private readonly OpenAiDialect _dialect;
    private readonly OpenAiChatRequest _chat;
    private readonly string _prompt;
    private readonly int _maxTokens;
    private readonly IReadOnlyList<ChatTool> _tools;
    private readonly ulong _seed;

    private ChatTurn(EngineRequest request, OpenAiDialect dialect, OpenAiChatRequest chat)
    {
        (_request, _dialect, _chat) = (request, dialect, chat);
        _prompt = dialect.Prompt(request, chat);
        _maxTokens = dialect.CheckLength(request, _prompt, chat.MaxTokens, chat.Fields);
        _tools = dialect.PickTools(request, chat);
        _seed = request.Services.Random.NextSeed();
    }

    public static ChatAnswer Run(EngineRequest request, OpenAiDialect dialect, OpenAiChatRequest chat)
    {
        var turn = new ChatTurn(request, dialect, chat);
        int count = dialect.HasChoices ? chat.Sampling.Choices : 1;
        ChatReply[] choices = [.. Enumerable.Range(0, count).Select(turn.Choose)];
        request.Load.Count(choices.Select(choice => choice.Generation));
        return new ChatAnswer(choices, request.Load.Reuse(choices[0].Generation.PromptTokens));
    }

    private ChatReply Choose(int index)
    {
        Generation? reasoning = Reason(index);
        int left = _maxTokens - (reasoning?.Tokens.Count ?? 0);
        if (_tools.Count == 0)
        {
            string? forced = _dialect.Forced(_request, _chat.Fields, _prompt, Seed(index));
            return new ChatReply(index, ToyModels.Generate(Options(index, left) with { Forced = forced }), []) { Reasoning = reasoning };
        }

        var calls = new List<ToolCall>();
        foreach (ChatTool tool in _tools)
        {
            string arguments = SchemaWriter.Write(_request, _dialect, tool.Parameters, Seed(index), _prompt);
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
    public static IEnumerable<(GeneratedToken Token, string Text)> Pieces(Generation generation)
    {
        bool isFirst = true;
        foreach (GeneratedToken token in generation.Tokens)
        {
            string text = token.IsSpecial ? "" : token.Text;
            yield return (token, isFirst ? text.TrimStart() : text);
            isFirst = false;
        }
    }
}

/// <summary>What a model answers to a chat, and how many tokens of the prompt the server still had from the one before.</summary>
internal sealed record ChatAnswer(IReadOnlyList<ChatReply> Choices, int CachedTokens)
{
    public int ReasoningTokens => Choices.Sum(choice => choice.Reasoning?.Tokens.Count ?? 0);
}
