namespace HfEndpoints.Emulator;

/// <summary>How the server's OpenAI-compatible routes differ from others'.</summary>
internal sealed class TgiDialect : OpenAiDialect
{
    private const string Fingerprint = TgiEngine.Version + "-native";
    public override bool HasTgiChunks => true;
    public override bool HasChoices => false;
    public override bool KeepsStop => true;
    public override bool ChecksInStream => true;
    public override int? DefaultCompletionTokens => null;
    public override int ContextTokens(EndpointSpec spec) => new TgiLimits(spec).TotalTokens;

    public override Task<JsonObject> ReadBodyAsync(EngineRequest request) => JsonBody.ReadAsync(
        request.Context.Request, request.Path == "/v1/completions" ? TgiChatRequest.Completion : TgiChatRequest.Chat);

    // The shapes have already found whatever is wrong, except in fields that may have several types.
    public override EngineException BadJson(string reason) => TgiException.Validation(reason);

    public override EngineException BadField(string name, FieldProblem problem, JsonNode? value) =>
        throw PlainTextException.Unprocessable($"{name}: data did not match any variant of untagged enum");

    public override EngineException GenerationFailed() => TgiException.Failed();
    public override object ErrorBody(EngineException error) => error.ToJson();

    public override object StreamedErrorBody(EngineException error) =>
        new { error = new { message = error.Message, http_status_code = 422 } };

    public override void CheckChat(EngineRequest request, OpenAiChatRequest chat)
    {
        Refuse.If(chat.Messages.Count == 0, () => TgiException.Validation("`inputs` cannot be empty"));
        Refuse.If(chat.ResponseFormat is not null && chat.Tools.Count > 0, () => ToolError("Grammar and tools are mutually exclusive"));
        Refuse.If(
            chat.Choice.Kind == ToolChoice.Named && chat.Tools.Count > 0 && chat.Tools.All(tool => tool.Name != chat.Choice.Name),
            () => ToolError($"Tool with name {chat.Choice.Name} not found"));
        Refuse.If(!request.HasChatTemplate, () => new TgiException(422, "template_error", "Template error: template not found"));
    }

    /// <summary>Text completions take no grammar.</summary>
    public override string? Forced(EngineRequest request, JsonFields fields, string prompt, long seed) =>
        fields.Has("messages") ? base.Forced(request, fields, prompt, seed) : null;

    public override object? CompletionLogprobs(int? top, IEnumerable<GeneratedToken> tokens, int offset) => null;

    public override JsonMap Logprob(GeneratedToken token, bool withTop) => OpenAiParts.Logprob(token, withBytes: false, withTop, Logprob);

    /// <summary>TGI makes Markdown of an image, which a model that cannot see takes for text.</summary>
    public override string UnseenImage(string address) => $"![]({address})";

    public override int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields)
    {
        Refuse.If(fields.Has("suffix"), () => new TgiException(
            422, "suffix not supported", "Suffix is not supported and can be achieved by preprocessing the prompt."));
        Refuse.If(fields["prompt"] is JsonArray { Count: > TgiLimits.MaxClientBatch }, () => new TgiException(
            422, "batch size exceeded", $"Number of prompts exceeds the maximum allowed batch size of {TgiLimits.MaxClientBatch}"));
        var parameters = new JsonObject
        {
            ["max_new_tokens"] = maxTokens,
            ["temperature"] = fields.Number("temperature") is double temperature and not 0 ? temperature : null,
            ["top_p"] = fields.Number("top_p") is double top and not 1 ? top : null,
            ["frequency_penalty"] = fields["frequency_penalty"]?.DeepClone(),
            ["stop"] = fields["stop"]?.DeepClone(),
            ["top_n_tokens"] = fields["top_logprobs"]?.DeepClone(),
        };
        return TgiValidation.Check(prompt, new TgiParameters(parameters), stream: false, new TgiLimits(request.Spec)).MaxNewTokens;
    }

    public override string ModelName(EngineRequest request, string? asked) => asked is null or "tgi" ? request.Spec.Repository : asked;
    public override string NewId(EngineRequest request, string prefix) => "";

    /// <summary>Calls are numbered through the conversation; an id that is not a number is followed by a made-up one.</summary>
    public override string ToolCallId(EngineRequest request, OpenAiChatRequest chat)
    {
        if (!chat.Stream)
        {
            return "0";
        }

        string?[] before = [.. chat.Messages.SelectMany(message => message?["tool_calls"] as JsonArray ?? []).Select(call =>
            (call as JsonObject)?["id"]?.ToString())];
        int[] numbers = [.. before.Select(id =>
            int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers.Contains(-1)
            ? request.NewHexId(32)
            : numbers.Select(number => number + 1).DefaultIfEmpty(0).Max().ToString(CultureInfo.InvariantCulture);
    }

    public override string ReasonFor(Generation generation, bool callsTool) => generation.FinishReason switch
    {
        FinishReason.Length => "length",
        FinishReason.StopSequence => "stop_sequence",
        _ => "stop",
    };

    // A streamed text completion has the router's own names.
    public override string StreamedReasonFor(Generation generation) =>
        generation.FinishReason == FinishReason.EndOfText ? "eos_token" : ReasonFor(generation, callsTool: false);

    public override void Complete(JsonMap answer, EngineRequest request, bool isChunk)
    {
        answer["system_fingerprint"] = Fingerprint;
        if ((string)answer["object"]! == "chat.completion.chunk")
        {
            answer.TryAdd("usage", null);
        }
    }

    private static TgiException ToolError(string message) => new(422, "tool_error", $"Tool error: {message}");
}
