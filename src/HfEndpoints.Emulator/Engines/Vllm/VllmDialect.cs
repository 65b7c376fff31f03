namespace HfEndpoints.Emulator;

/// <summary>vLLM's limits, refusals and error bodies.</summary>
internal sealed class VllmDialect : PythonDialect
{
    private const int DefaultContext = 8192;
    private static readonly string[] s_guided = ["json", "choice", "grammar"];

    /// <summary>The fields that every answer has and that are about what is not emulated.</summary>
    private static readonly string[] s_unused = ["service_tier", "system_fingerprint", "prompt_logprobs", "kv_transfer_params"];

    /// <summary>How many tokens the cache keeps together.</summary>
    private const int CacheBlock = 16;
    public override int ContextTokens(EndpointSpec spec) => spec.Number(null, "--max-model-len", "MAX_MODEL_LEN") ?? DefaultContext;

    public override Task<JsonObject> ReadBodyAsync(EngineRequest request) => request.Context.Request.HasJsonContentType()
        ? base.ReadBodyAsync(request)
        : throw Invalid("[\"Unsupported Media Type: Only 'application/json' is allowed\"]");

    public override EngineException GenerationFailed() => new(
        500, "InternalServerError", "EngineCore encountered an issue. See stack trace (above) for the root cause.");

    public override object ErrorBody(EngineException error) => new
    {
        error = new
        {
            message = error.Message,
            type = error.ErrorType,
            param = error.Details.GetValueOrDefault("param"),
            code = error.Status,
        },
    };

    public override void CheckModel(EngineRequest request, string? model) => Refuse.If(
        model is not null && !ServedNames(request.Spec).Contains(model) && Adapters(request.Spec).All(adapter => adapter.Name != model),
        () => new EngineException(404, "NotFoundError", $"The model `{model}` does not exist."));

    public override void CheckChat(EngineRequest request, OpenAiChatRequest chat)
    {
        Refuse.If(
            request.Card.Kind != ModelKind.Generator, () => NotForModel(request.Spec, "The model does not support Chat Completions API"));
        Refuse.If(
            chat.Choice.Kind == ToolChoice.Auto && chat.Tools.Count > 0 && !request.Spec.HasFlag("--enable-auto-tool-choice"),
            () => BadRequest("\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"));
        if (chat.Choice.Kind is ToolChoice.Named or ToolChoice.Required && chat.Tools.Count > 0
            && !request.Spec.HasFlag("--tool-call-parser") && new VllmVersion(request.Spec).HasErrorsOfNow)
        {
            string? choice = chat.Choice.Kind == ToolChoice.Named ? chat.Choice.Name : chat.Choice.Kind;
            throw BadRequest($"tool_choice=\"{choice}\" requires --tool-call-parser to be set");
        }

        Refuse.If(chat.Choice.Kind == ToolChoice.Named && chat.Tools.All(tool => tool.Name != chat.Choice.Name), () => Invalid(
                "[{'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, The tool specified in `tool_choice` does not match any "
                    + "of the specified `tools`'}]"));
        Refuse.If(!request.HasChatTemplate && !request.Spec.HasFlag("--chat-template"), () => BadRequest(
                "As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the "
                    + "tokenizer does not define one. None"));
        Refuse.If(chat.TopLogprobs > 0 && !chat.Logprobs, () => Invalid(
                "[{'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, when using `top_logprobs`, `logprobs` must be set to "
                    + "true.'}]"));
    }

    public override IReadOnlyList<ChatTool> PickTools(EngineRequest request, OpenAiChatRequest chat) =>
        ToolPicker.Pick(chat, inParallel: chat.CallsInParallel ?? true);

    public override string? ReasoningField(EngineRequest request, OpenAiChatRequest chat) =>
        !request.Spec.HasFlag("--reasoning-parser") || !chat.Fields.Thinks ? null
            : new VllmVersion(request.Spec).SaysReasoning ? "reasoning" : "reasoning_content";

    public override string? Forced(EngineRequest request, JsonFields fields, string prompt, long seed)
    {
        JsonObject outputs = fields.Object("structured_outputs") ?? Guided(request.Spec, fields);
        if (outputs["choice"] is JsonArray { Count: > 0 } choices)
        {
            return choices[(int)((ulong)seed % (ulong)choices.Count)]?.ToString();
        }

        if (outputs["grammar"]?.ToString() is string grammar)
        {
            return AnswerConstraint.FromGrammar(grammar) ?? throw BadRequest("Grammar error: no rule is found.");
        }

        return (outputs["json"] ?? (outputs["json_object"]?.ToString() == "true" ? AnswerConstraint.AnyObject() : null)) is JsonNode schema
            ? SchemaWriter.Write(this, schema, seed, prompt)
            : base.Forced(request, fields, prompt, seed);
    }

    public override void CompleteUsage(JsonMap usage, EngineRequest request, int cachedTokens, int reasoningTokens) =>
        usage["prompt_tokens_details"] = request.Spec.HasFlag("--enable-prompt-tokens-details")
            ? new { cached_tokens = cachedTokens / CacheBlock * CacheBlock }
            : null;

    public override EngineException CannotHear(EngineRequest request) =>
        NotForModel(request.Spec, "The model does not support Transcriptions API");

    public override void CheckImages(EngineRequest request) =>
        throw BadRequest($"{ServedNames(request.Spec)[0]} is not a multimodal model");

    public override int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields)
    {
        int context = ContextTokens(request.Spec);
        int tokens = ToyModels.Tokenize(prompt).Count;
        string end = fields.Has("messages") ? " None" : "";
        Refuse.If(maxTokens < 1, () => BadRequest($"max_tokens must be at least 1, got {maxTokens}."));
        Refuse.If(
            tokens + (maxTokens ?? 1) > context && new VllmVersion(request.Spec).HasErrorsOfNow,
            () => TooLong(context, tokens, maxTokens ?? 0));
        Refuse.If(tokens >= context, () => BadRequest(
                $"This model's maximum context length is {context} tokens. However, your request has {tokens} input tokens. Please reduce "
                    + $"the length of the input messages.{end}"));
        Refuse.If(tokens + maxTokens > context, () => BadRequest(
                $"'max_tokens' or 'max_completion_tokens' is too large: {maxTokens}. This model's maximum context length is {context} "
                    + $"tokens and your request has {tokens} input tokens ({maxTokens} > {context} - {tokens}).{end}"));
        return maxTokens ?? context - tokens;
    }

    public override string ModelName(EngineRequest request, string? asked) => asked ?? ServedNames(request.Spec)[0];
    public override string ToolCallId(EngineRequest request, OpenAiChatRequest chat) => $"chatcmpl-tool-{request.NewHexId(32)}";

    public override void CompleteChoice(JsonMap choice, Generation generation, bool isChunk) =>
        choice["stop_reason"] = generation.StopSequence;

    public override void Complete(JsonMap answer, EngineRequest request, bool isChunk)
    {
        foreach (string name in isChunk ? [] : s_unused)
        {
            answer[name] = null;
        }
    }

    public static EngineException BadRequest(string message, string? parameter = null) =>
        new(400, "BadRequestError", message) { Details = { ["param"] = parameter } };

    /// <summary>Refuses a route that the model is not made for.</summary>
    public static EngineException NotForModel(EndpointSpec spec, string message) => new VllmVersion(spec).HasErrorsOfNow
        ? new EngineException(501, "NotImplementedError", message)
        : BadRequest(message);

    public static EngineException TooLong(int context, int tokens, int wanted) => BadRequest(
        $"This model's maximum context length is {context} tokens. However, you requested {wanted} output tokens and your prompt "
            + $"contains {tokens} input tokens, for a total of {tokens + wanted} tokens. "
            + "Please reduce the length of the input prompt or the number of requested output tokens.",
        "input_tokens");

    /// <summary>The names the model answers to.</summary>
    public static IReadOnlyList<string> ServedNames(EndpointSpec spec) =>
        After(spec, "--served-model-name") is { Count: > 0 } names ? names : [spec.Repository];

    /// <summary>The adapters of the model, which are served as models of their own: NAME=PATH after --lora-modules.</summary>
    public static IEnumerable<(string Name, string Path)> Adapters(EndpointSpec spec) => After(spec, "--lora-modules")
        .Select(module => module.Split('=', 2)).Select(parts => (parts[0], parts[^1]));

    private static IReadOnlyList<string> After(EndpointSpec spec, string argument) =>
        [.. spec.ContainerArguments.SkipWhile(value => value != argument).Skip(1).TakeWhile(value => !value.StartsWith('-'))];

    /// <summary>The settings before they were put together.</summary>
    private static JsonObject Guided(EndpointSpec spec, JsonFields fields) => new VllmVersion(spec).HasGuidedFields
        ? new JsonObject(s_guided.Select(name => KeyValuePair.Create(name, fields["guided_" + name]?.DeepClone())))
        : [];

    protected override EngineException Invalid(string complaint) => new(400, "Bad Request", complaint);
}
