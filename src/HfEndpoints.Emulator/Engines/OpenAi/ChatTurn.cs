namespace HfEndpoints.Emulator;

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
