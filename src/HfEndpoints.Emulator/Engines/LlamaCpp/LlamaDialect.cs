namespace HfEndpoints.Emulator;

/// <summary>llama.cpp's limits, refusals and error bodies. It does not look at the name of the model, and has a template for any.</summary>
internal sealed class LlamaDialect : OpenAiDialect
{
    private const int DefaultContext = 8192;
    public override bool EndsBrokenStream => false;
    public override bool EndsWithOwnChunk => true;
    public override bool EndsWithUsage => true;
    public override string? OpeningContent => null;
    public override int DefaultTopLogprobs => 20;
    public override int? DefaultCompletionTokens => null;

    public override int ContextTokens(EndpointSpec spec) =>
        spec.Number("ctxSize", "--ctx-size", "LLAMA_ARG_CTX_SIZE") is int size and > 0 ? size : DefaultContext;

    public override EngineException BadJson(string reason) =>
        ServerError("[json.exception.parse_error.101] parse error at line 1, column 1: syntax error while parsing value");

    public override EngineException BadField(string name, FieldProblem problem, JsonNode? value) => name == "tools"
        ? ServerError(
            $"Failed to parse tools: Expected 'tools' to be an array, got {value?.ToJsonString()}; tools = {value?.ToJsonString()}")
        : BadRequest(problem == FieldProblem.Missing ? $"'{name}' is required" : $"Expected '{name}' to be {Expected(problem)}");

    public override EngineException GenerationFailed() => ServerError("Compute error.");

    /// <summary>In older builds the error is a field of the event, beside its data, which readers of events pass over.</summary>
    public override Task SendErrorAsync(ServerSentEvents events, EngineRequest request, EngineException error) =>
        new LlamaBuild(request.Spec).IsOld ? events.SendFieldAsync("error", Fields(error)) : base.SendErrorAsync(events, request, error);

    public override object ErrorBody(EngineException error) => new { error = Fields(error) };

    public override void CheckChat(EngineRequest request, OpenAiChatRequest chat)
    {
        CheckMode(request.Spec);
        CheckMessages(chat.Messages);
        Refuse.If(chat.Logprobs && chat.Stream && chat.Tools.Count > 0, () => BadRequest("logprobs is not supported with tools + stream"));
        Refuse.If(!chat.Logprobs && chat.Fields.Has("top_logprobs"), () => BadRequest("top_logprobs requires logprobs to be set to true"));
        if (chat.ResponseFormat?["type"]?.ToString() is string type && type is not ("text" or "json_object" or "json_schema"))
        {
            throw BadRequest($"response_format type must be one of \"text\" or \"json_object\", but got: {type}");
        }
    }

    public override bool Sees(EngineRequest request) =>
        request.Spec.Image["mmprojModelPath"] is not null || request.Spec.HasFlag("--mmproj") || request.Spec.HasFlag("--mmproj-url");

    public override void CheckImages(EngineRequest request) => throw ServerError(NotSupportedInput("image"));

    /// <summary>Only a word is read; an object, as in OpenAI's API, counts as if it was not there.</summary>
    public override ToolChoice ReadToolChoice(JsonNode? choice, bool hasTools) => choice?.GetValueKind() switch
    {
        JsonValueKind.String when choice.ToString() is not (ToolChoice.Auto or ToolChoice.None or ToolChoice.Required) =>
            throw BadRequest($"Invalid tool_choice: {choice}"),
        JsonValueKind.String => ToolChoice.Read(choice, hasTools),
        _ => ToolChoice.Read(null, hasTools),
    };

    public override IReadOnlyList<ChatTool> PickTools(EngineRequest request, OpenAiChatRequest chat) =>
        ToolPicker.Pick(chat, inParallel: chat.CallsInParallel ?? false);

    public override string? ReasoningField(EngineRequest request, OpenAiChatRequest chat) =>
        request.Card.Thinks && chat.Fields.Thinks && request.Spec.Argument("--reasoning-format") != "none" ? "reasoning_content" : null;

    /// <summary>"json_object" without a schema asks for nothing here; a schema and a grammar may stand beside it, for texts too.</summary>
    public override string? Forced(EngineRequest request, JsonFields fields, string prompt, long seed)
    {
        JsonObject? format = fields.Has("messages") ? fields.Object("response_format") : null;
        if ((AnswerConstraint.Schema(format) ?? fields["json_schema"]) is JsonNode schema)
        {
            return SchemaWriter.Write(this, schema, seed, prompt);
        }

        return fields["grammar"]?.ToString() is { Length: > 0 } grammar
            ? AnswerConstraint.FromGrammar(grammar) ?? throw BadRequest("Failed to initialize samplers: failed to parse grammar")
            : null;
    }

    public override object? CompletionLogprobs(int? top, IEnumerable<GeneratedToken> tokens, int offset) =>
        top > 0 && tokens.Any() ? new { content = tokens.Select(token => Logprob(token, withTop: true)) } : null;

    public override JsonMap Logprob(GeneratedToken token, bool withTop) =>
        new(OpenAiParts.Logprob(token, withBytes: true, withTop, Logprob)) { ["id"] = token.Id };

    public override int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields)
    {
        CheckMode(request.Spec);
        CheckChoices(request.Spec, fields);
        int context = ContextTokens(request.Spec);
        int tokens = ToyModels.Tokenize(prompt).Count;
        Refuse.If(tokens >= context, () => new EngineException(
            400,
            "exceed_context_size_error",
            $"request ({tokens} tokens) exceeds the available context size ({context} tokens), try increasing it")
        {
            Details = { ["n_prompt_tokens"] = tokens, ["n_ctx"] = context },
        });

        // More than fits is not refused: the answer ends where the context does.
        return maxTokens is int wanted and >= 0 ? Math.Min(wanted, context - tokens) : context - tokens;
    }

    public override string ModelName(EngineRequest request, string? asked) => asked ?? request.Spec.Repository;
    public override string ToolCallId(EngineRequest request, OpenAiChatRequest chat) => request.NewHexId(32);

    public override void Complete(JsonMap answer, EngineRequest request, bool isChunk)
    {
        answer["system_fingerprint"] = new LlamaBuild(request.Spec).Text;
        if (answer.GetValueOrDefault("usage") is JsonMap usage)
        {
            CompleteLast(answer, request, usage);
        }
    }

    public override void CompleteLast(JsonMap chunk, EngineRequest request, JsonMap usage) =>
        chunk["timings"] = Timings((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, request);

    /// <summary>How long prompt and answer took, as far as an emulated model takes time.</summary>
    public static object Timings(int promptTokens, int predictedTokens, EngineRequest request)
    {
        double predicted = Math.Max(0.001, request.Services.Options.GenerateTime.TotalMilliseconds);
        double prompt = Math.Max(0.001, promptTokens / 100.0);
        return new
        {
            cache_n = 0,
            prompt_n = promptTokens,
            prompt_ms = prompt,
            prompt_per_token_ms = prompt / Math.Max(1, promptTokens),
            prompt_per_second = 1000 * promptTokens / prompt,
            predicted_n = predictedTokens,
            predicted_ms = predicted,
            predicted_per_token_ms = predicted / Math.Max(1, predictedTokens),
            predicted_per_second = 1000 * predictedTokens / predicted,
        };
    }

    public static EngineException BadRequest(string message) => new(400, "invalid_request_error", message);

    /// <summary>Refuses what the server was not started for.</summary>
    public static EngineException NotSupported(string message) => new(501, "not_supported_error", message);
    public static EngineException ServerError(string message) => new(500, "server_error", message);

    private static JsonMap Fields(EngineException error) =>
        new(error.Details) { ["code"] = error.Status, ["message"] = error.Message, ["type"] = error.ErrorType };

    private static void CheckMode(EndpointSpec spec) => Refuse.If(
        LlamaMode.Find(spec) != LlamaMode.Completions,
        () => new LlamaBuild(spec).IsOld
            ? NotSupported("This server does not support completions. Start it without `--embeddings`")
            : ServerError("the current context does not logits computation. skipping"));

    private static void CheckMessages(JsonArray messages)
    {
        foreach (JsonObject message in messages.OfType<JsonObject>())
        {
            if (!message.ContainsKey("content") && (message["role"]?.ToString() != "assistant" || !message.ContainsKey("tool_calls")))
            {
                throw BadRequest(message["role"]?.ToString() == "assistant"
                    ? "Assistant message must contain either 'content' or 'tool_calls'!"
                    : "All non-assistant messages must contain 'content'");
            }

            if (message["content"] is JsonNode content and not JsonArray && content.GetValueKind() != JsonValueKind.String)
            {
                throw BadRequest("Expected 'content' to be a string or an array");
            }

            foreach (string? kind in (message["content"] as JsonArray ?? []).Select(part => (part as JsonObject)?["type"]?.ToString()))
            {
                Refuse.If(
                    kind is not ("text" or "image_url"),
                    () => kind == "input_audio" ? ServerError(NotSupportedInput("audio")) : BadRequest("unsupported content[].type"));
            }
        }
    }

    private static void CheckChoices(EndpointSpec spec, JsonFields fields)
    {
        int most = LlamaEngine.Parallel(spec);
        if (fields.Integer("n") is long count && (count < 1 || count > most) && !new LlamaBuild(spec).IsOld)
        {
            throw BadRequest($"Field 'n': Value must be between 1 <= value <= {most}, but got {count}");
        }
    }

    private static string NotSupportedInput(string kind) =>
        $"{kind} input is not supported - hint: if this is unexpected, you may need to provide the mmproj";

    private static string Expected(FieldProblem problem) => problem switch
    {
        FieldProblem.NotInteger => "an integer",
        FieldProblem.NotNumber => "a number",
        FieldProblem.NotFlag => "a boolean",
        FieldProblem.NotObject => "an object",
        FieldProblem.NotList => "an array",
        _ => "a string",
    };
}
