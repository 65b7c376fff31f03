namespace HfEndpoints.Emulator;

/// <summary>What differs between servers with OpenAI's routes: their limits, their refusals and the shape of their errors.</summary>
internal abstract class OpenAiDialect
{
    private const string SeenImage = "<image>";

    /// <summary>
    /// Whether pieces have TGI's form: every chunk of a chat names the role and has the field usage, one of a completion has an
    /// empty finish reason before the last, log probabilities have no bytes. Others open a chat with a chunk for the role only.
    /// </summary>
    public virtual bool HasTgiChunks => false;

    /// <summary>Whether the reason of the end comes in an event of its own, after the last piece.</summary>
    public virtual bool EndsWithOwnChunk => false;

    /// <summary>Whether a streamed text completion has its usage in the event that ends it, asked for or not.</summary>
    public virtual bool EndsWithUsage => HasTgiChunks;

    /// <summary>What the content of a chat's first event is, which is there for the role.</summary>
    public virtual string? OpeningContent => "";

    /// <summary>How many alternatives a token has when log probabilities are asked for and the number is not.</summary>
    public virtual int DefaultTopLogprobs => 0;

    /// <summary>Whether a stream that breaks off with an error still ends with [DONE].</summary>
    public virtual bool EndsBrokenStream => true;

    /// <summary>Whether a chat has as many answers as its field n says; TGI accepts the field and ignores it.</summary>
    public virtual bool HasChoices => true;

    /// <summary>Whether a stop sequence stays at the end of the text.</summary>
    public virtual bool KeepsStop => false;

    /// <summary>Whether a streaming answer begins with 200 before the request is checked, so that a refusal is an event.</summary>
    public virtual bool ChecksInStream => false;

    /// <summary>How many tokens prompt and answer may have together.</summary>
    public abstract int ContextTokens(EndpointSpec spec);

    /// <summary>How many tokens a text completion has at most when the request does not say; null for what fits.</summary>
    public virtual int? DefaultCompletionTokens => 16;

    /// <summary>Reads a request's body; what cannot be read is refused as by the server's web framework.</summary>
    public virtual async Task<JsonObject> ReadBodyAsync(EngineRequest request)
    {
        byte[] bytes = await request.Context.Request.ReadBodyAsync();
        try
        {
            return JsonNode.Parse(bytes) as JsonObject ?? throw BadJson("the body is not an object");
        }
        catch (JsonException exception)
        {
            throw BadJson(exception.Message);
        }
    }

    /// <summary>The fields of a request.</summary>
    public async Task<JsonFields> ReadAsync(EngineRequest request) => new(await ReadBodyAsync(request), this);

    /// <summary>Refuses a body that is not a JSON object.</summary>
    public abstract EngineException BadJson(string reason);

    /// <summary>Refuses a field that is missing or has another type.</summary>
    public abstract EngineException BadField(string name, FieldProblem problem, JsonNode? value);

    /// <summary>Fails while generating, as when the model's process is out of memory.</summary>
    public abstract EngineException GenerationFailed();

    /// <summary>The body of an answer that reports an error.</summary>
    public abstract object ErrorBody(EngineException error);

    /// <summary>What a stream sends when an error comes after the answer has begun.</summary>
    public virtual object StreamedErrorBody(EngineException error) => ErrorBody(error);

    /// <summary>Refuses a model that is not served, where the server minds.</summary>
    public virtual void CheckModel(EngineRequest request, string? model)
    {
    }

    /// <summary>Refuses a chat for which the model or the server lacks something, such as a template.</summary>
    public virtual void CheckChat(EngineRequest request, OpenAiChatRequest chat)
    {
    }

    /// <summary>Refuses images for a model that cannot see, where the server minds.</summary>
    public virtual void CheckImages(EngineRequest request)
    {
    }

    /// <summary>Refuses a recording for a model that cannot hear.</summary>
    public virtual EngineException CannotHear(EngineRequest request) => BadField("file", FieldProblem.NotText, null);

    /// <summary>What the prompt of a model that cannot see has of an image: nothing by default.</summary>
    public virtual string UnseenImage(string address) => "";

    /// <summary>Whether the model sees images.</summary>
    public virtual bool Sees(EngineRequest request) => request.Card.HasVision;

    /// <summary>The conversation as the model gets it.</summary>
    public string Prompt(EngineRequest request, OpenAiChatRequest chat)
    {
        bool sees = Sees(request);
        if (!sees && ChatMessages.HaveImages(chat.Messages))
        {
            CheckImages(request);
        }

        return ChatMessages.Prompt(chat.Messages, chat.Tools, sees ? _ => SeenImage : UnseenImage);
    }

    /// <summary>Refuses settings out of their range and more tokens than fit, and gives how many may be written.</summary>
    public abstract int CheckLength(EngineRequest request, string prompt, int? maxTokens, JsonFields fields);

    /// <summary>Which tool is to be called, as the server reads it.</summary>
    public virtual ToolChoice ReadToolChoice(JsonNode? choice, bool hasTools) => ToolChoice.Read(choice, hasTools);

    /// <summary>The tools that an answer calls.</summary>
    public virtual IReadOnlyList<ChatTool> PickTools(EngineRequest request, OpenAiChatRequest chat) =>
        ToolPicker.Pick(chat, inParallel: false);

    /// <summary>
    /// The field of a message that has what the model thought; null when the server does not separate it from the answer.
    /// </summary>
    public virtual string? ReasoningField(EngineRequest request, OpenAiChatRequest chat) => null;

    /// <summary>Text that a schema or a grammar of the request decides; null when the model is free.</summary>
    public virtual string? Forced(EngineRequest request, JsonFields fields, string prompt, long seed)
    {
        JsonObject? format = fields.Object("response_format");
        JsonNode? schema = AnswerConstraint.Schema(format)
            ?? (format?["type"]?.ToString() == "json_object" ? AnswerConstraint.AnyObject() : null);
        return schema is null ? null : SchemaWriter.Write(this, schema, seed, prompt);
    }

    /// <summary>Adds to a usage what this server has besides OpenAI's fields.</summary>
    public virtual void CompleteUsage(JsonMap usage, EngineRequest request, int cachedTokens, int reasoningTokens)
    {
    }

    /// <summary>The log probabilities of a text completion's tokens, which begin at an offset of its text.</summary>
    public virtual object? CompletionLogprobs(int? top, IEnumerable<GeneratedToken> tokens, int offset) =>
        top is null ? null : OpenAiParts.CompletionLogprobs([.. tokens], offset);

    /// <summary>A token with its probability as chats have it.</summary>
    public virtual JsonMap Logprob(GeneratedToken token, bool withTop) => OpenAiParts.Logprob(token, withBytes: true, withTop, Logprob);

    /// <summary>Sends an error when the answer has begun.</summary>
    public virtual Task SendErrorAsync(ServerSentEvents events, EngineRequest request, EngineException error) =>
        events.SendAsync(StreamedErrorBody(error));

    /// <summary>Adds to the event that ends a chat what this server has there.</summary>
    public virtual void CompleteLast(JsonMap chunk, EngineRequest request, JsonMap usage)
    {
    }

    /// <summary>The name of the model in an answer.</summary>
    public virtual string ModelName(EngineRequest request, string? asked) => request.Spec.Repository;
    public virtual string NewId(EngineRequest request, string prefix) => $"{prefix}-{request.NewHexId(32)}";
    public abstract string ToolCallId(EngineRequest request, OpenAiChatRequest chat);

    public virtual string ReasonFor(Generation generation, bool callsTool) => generation.FinishReason switch
    {
        FinishReason.Length => "length",
        _ => callsTool ? "tool_calls" : "stop",
    };

    /// <summary>The reason at the end of a streamed text completion.</summary>
    public virtual string StreamedReasonFor(Generation generation) => ReasonFor(generation, callsTool: false);

    /// <summary>Adds to an answer or a chunk what this server has besides OpenAI's fields.</summary>
    public virtual void Complete(JsonMap answer, EngineRequest request, bool isChunk)
    {
    }

    /// <summary>Adds to a choice what this server has besides OpenAI's fields.</summary>
    public virtual void CompleteChoice(JsonMap choice, Generation generation, bool isChunk)
    {
    }

    /// <summary>Takes as long as an answer takes, and fails if the model is to fail.</summary>
    public async Task ThinkAsync(EngineRequest request, int? failAfter)
    {
        await request.ThinkAsync();
        Refuse.If(failAfter is not null, GenerationFailed);
    }

    /// <summary>Refuses a request whose streaming answer has already begun.</summary>
    public async Task RefuseInStreamAsync(EngineRequest request, EngineException error)
    {
        ServerSentEvents events = ServerSentEvents.Begin(request.Context, "data: ");
        await SendErrorAsync(events, request, error);
        await events.SendAsync("[DONE]");
    }
}
