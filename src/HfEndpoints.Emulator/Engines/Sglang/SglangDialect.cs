namespace HfEndpoints.Emulator;

/// <summary>SGLang's limits, refusals and error bodies. It does not look at the name of the model, and repeats it.</summary>
internal sealed class SglangDialect : PythonDialect
{
    private const int DefaultContext = 8192;
    public override int ContextTokens(EndpointSpec spec) => spec.Number(null, "--context-length", "CONTEXT_LENGTH") ?? DefaultContext;

    public override EngineException GenerationFailed() => new(500, "InternalServerError", "Internal server error: CUDA out of memory");

    public override object ErrorBody(EngineException error) =>
        new { @object = "error", message = error.Message, type = error.ErrorType, param = (string?)null, code = error.Status };

    public override object StreamedErrorBody(EngineException error) => new { error = ErrorBody(error) };

    public override void CheckChat(EngineRequest request, OpenAiChatRequest chat)
    {
        Refuse.If(chat.Messages.Count == 0, () => BadRequest("Messages cannot be empty."));
        Refuse.If(
            chat.Choice.Kind == ToolChoice.Required && chat.Tools.Count == 0,
            () => BadRequest("Tools cannot be empty if tool choice is set to required."));
        Refuse.If(
            chat.Choice.Kind == ToolChoice.Named && chat.Tools.All(tool => tool.Name != chat.Choice.Name),
            () => BadRequest($"Tool '{chat.Choice.Name}' not found in tools list."));
        Refuse.If(!request.HasChatTemplate && !request.Spec.HasFlag("--chat-template"), () => Unfit(
            "Cannot use chat template functions because tokenizer.chat_template is not set and no template argument was passed! For "
                + "information about writing templates and setting the tokenizer.chat_template attribute, please see the "
                + "documentation at https://huggingface.co/docs/transformers/main/en/chat_templating"));
    }

    public override void CheckImages(EngineRequest request) => throw TextOnly("image_url");
    public override EngineException CannotHear(EngineRequest request) => TextOnly("input_audio");

    public override int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields)
    {
        int context = ContextTokens(request.Spec);
        int tokens = ToyModels.Tokenize(prompt).Count;
        Refuse.If(maxTokens < 1, () => BadRequest("max_completion_tokens must be positive"));
        Refuse.If(
            tokens >= context, () => Unfit($"The input ({tokens} tokens) is longer than the model's context length ({context} tokens)."));
        Refuse.If(tokens + maxTokens > context, () => Unfit(
                $"Requested token count exceeds the model's maximum context length of {context} tokens. You requested a total of "
                    + $"{tokens + maxTokens} tokens: {tokens} tokens from the input messages and {maxTokens} tokens for the completion. "
                    + "Please reduce the number of tokens in the input messages or the completion to fit within the limit."));
        return maxTokens ?? context - tokens;
    }

    /// <summary>Without a parser for the model's calls, a call that it may choose to make comes out as text.</summary>
    public override IReadOnlyList<ChatTool> PickTools(EngineRequest request, OpenAiChatRequest chat) =>
        chat.Choice.Kind == ToolChoice.Auto && !request.Spec.HasFlag("--tool-call-parser")
            ? []
            : ToolPicker.Pick(chat, inParallel: chat.CallsInParallel ?? true);

    public override string? ReasoningField(EngineRequest request, OpenAiChatRequest chat) =>
        request.Spec.HasFlag("--reasoning-parser") && chat.Fields.Thinks ? "reasoning_content" : null;

    public override string? Forced(EngineRequest request, JsonFields fields, string prompt, long seed)
    {
        if (fields.Text("json_schema") is not null)
        {
            return SchemaWriter.Write(this, fields["json_schema"]!, seed, prompt);
        }

        return fields.Text("ebnf") is string grammar
            ? AnswerConstraint.FromGrammar(grammar) ?? throw BadRequest("Invalid grammar request: no rule is found.")
            : base.Forced(request, fields, prompt, seed);
    }

    public override void CompleteUsage(JsonMap usage, EngineRequest request, int cachedTokens, int reasoningTokens)
    {
        usage["prompt_tokens_details"] = request.Spec.HasFlag("--enable-cache-report")
            ? new { cached_tokens = cachedTokens }
            : null;
        usage["reasoning_tokens"] = reasoningTokens;
    }

    public override string ModelName(EngineRequest request, string? asked) => asked ?? "default";
    public override string NewId(EngineRequest request, string prefix) => request.NewHexId(32);
    public override string ToolCallId(EngineRequest request, OpenAiChatRequest chat) => $"call_{request.NewHexId(24)}";

    public override void CompleteChoice(JsonMap choice, Generation generation, bool isChunk) =>
        choice["matched_stop"] = generation.FinishReason switch
        {
            FinishReason.StopSequence => generation.StopSequence,
            FinishReason.EndOfText => 2,
            _ => null,
        };

    public override void Complete(JsonMap answer, EngineRequest request, bool isChunk)
    {
        if (!isChunk)
        {
            answer["metadata"] = new { weight_version = "default" };
        }
        else
        {
            answer.TryAdd("usage", null);
        }
    }

    public static EngineException BadRequest(string message) => new(400, "BadRequestError", message);
    protected override EngineException Invalid(string complaint) => new(400, "Bad Request", complaint);

    private static EngineException TextOnly(string kind) =>
        BadRequest($"Model only supports text input; received unsupported content type '{kind}'.");

    private static EngineException Unfit(string message) => new(400, "BadRequest", message);
}
