namespace HfEndpoints.Client.Inference;

/// <summary>
/// Chat on one endpoint, by the OpenAI-compatible route that TGI, vLLM, SGLang and llama.cpp have. It learns what the
/// server is and serves where that matters, and remembers it.
/// </summary>
public class ChatClient
{
    private const string Route = "chat/completions";

    private readonly DeployedServer _server;
    private readonly ServerInspector _inspector;
    private readonly ServedModel _model;

    /// <summary>For mocking.</summary>
    protected ChatClient() => (_server, _inspector, _model) = (null!, null!, null!);

    internal ChatClient(DeployedServer server, ServerInspector inspector) =>
        (_server, _inspector, _model) = (server, inspector, new ServedModel(inspector));

    private string Action => field ??= $"chat on {_server.Target.Label}";

    /// <summary>Completes a conversation.</summary>
    /// <param name="request">The conversation, and how to answer it.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Cancels the request and closes its connection.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="HfException">The endpoint is not running, or refuses, or fails.</exception>
    public virtual async Task<HfChatCompletion> CompleteAsync(
        ChatRequest request, InferenceOptions? options = null, CancellationToken cancellationToken = default)
    {
        JsonElement json = await SendAsync(
            request,
            isStream: false,
            post => _server.SendJsonAsync(post, options, cancellationToken),
            options,
            cancellationToken).ConfigureAwait(false);
        return Read(json, request);
    }

    /// <summary>Completes a conversation, and streams the answer.</summary>
    /// <param name="request">The conversation, and how to answer it.</param>
    /// <param name="options">The time-outs and progress; null uses the defaults.</param>
    /// <param name="cancellationToken">Ends the stream and closes its connection.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="HfException">As for an answer that is not streamed; also if the stream reports an error, or ends early.</exception>
    public virtual IAsyncEnumerable<HfChatChunk> StreamAsync(
        ChatRequest request,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default) => ModelStream<HfChatChunk>.ReadAsync(
            _server.Transport, () => OpenAsync(request, options, cancellationToken), cancellationToken);

    /// <summary>Completes a conversation of typed messages.</summary>
    /// <param name="messages">The messages; the first is the oldest.</param>
    /// <param name="tools">The tools that the model may call; null for none but those of the parameters.</param>
    /// <param name="parameters">How to answer; null uses the server's defaults.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Cancels the request and closes its connection.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="HfException">The endpoint is not running, or refuses, or fails; or a tool is not valid.</exception>
    public Task<HfChatCompletion> CompleteAsync(
        IEnumerable<HfChatMessage> messages,
        IEnumerable<HfChatTool>? tools = null,
        ChatParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CompleteAsync(ChatRequest.FromMessages(messages, tools, parameters), options, cancellationToken);

    /// <summary>Completes a conversation of typed messages, and streams the answer.</summary>
    /// <param name="messages">The messages; the first is the oldest.</param>
    /// <param name="tools">The tools that the model may call; null for none but those of the parameters.</param>
    /// <param name="parameters">How to answer; null uses the server's defaults.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="cancellationToken">Ends the stream and closes its connection.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="HfException">A tool is not valid. While reading: as for an answer that is not streamed.</exception>
    public IAsyncEnumerable<HfChatChunk> StreamAsync(
        IEnumerable<HfChatMessage> messages,
        IEnumerable<HfChatTool>? tools = null,
        ChatParameters? parameters = null,
        InferenceOptions? options = null,
        CancellationToken cancellationToken = default) =>
        StreamAsync(ChatRequest.FromMessages(messages, tools, parameters), options, cancellationToken);

    private async Task<ModelAnswer<HfChatChunk>> OpenAsync(
        ChatRequest request, InferenceOptions? options, CancellationToken cancellationToken)
    {
        StreamedAnswer answer = await SendAsync(
            request,
            isStream: true,
            post => _server.OpenStreamAsync(post, options, cancellationToken),
            options,
            cancellationToken).ConfigureAwait(false);
        return new(answer, new ChatStreamFormat(request.Parameters.N ?? 1), json => ChatReader.ToChunks(Read(json, request)));
    }

    private async Task<T> SendAsync<T>(
        ChatRequest request, bool isStream, Func<HfRequest, Task<T>> send, InferenceOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        JsonObject body = await ToBodyAsync(request, isStream, options, cancellationToken).ConfigureAwait(false);
        HfRequest post = _server.Post(
            _server.Target.OpenAiRoute(Route), Action, body, isStream ? "text/event-stream" : "application/json");
        try
        {
            return await send(post).ConfigureAwait(false);
        }
        catch (HfException refusal) when (ChatRefusals.IsUnknownModel(refusal))
        {
            string sent = body["model"]?.ToString() ?? "";
            body["model"] = await _model.ReplaceAsync(request.Model, sent, refusal, options, cancellationToken).ConfigureAwait(false);
            _server.Transport.Options.Log?.Invoke($"{refusal.Message} It serves '{body["model"]}': trying again with that.");
        }
        catch (HfException refusal) when (refusal.StatusCode is not null)
        {
            throw ChatRefusals.Explain(refusal);
        }

        try
        {
            return await send(post).ConfigureAwait(false);
        }
        catch (HfException refusal) when (refusal.StatusCode is not null)
        {
            throw ChatRefusals.Explain(refusal);
        }
    }

    private async Task<JsonObject> ToBodyAsync(
        ChatRequest request, bool isStream, InferenceOptions? options, CancellationToken cancellationToken)
    {
        // The form of some members depends on who reads them.
        HfServerInfo? info = ChatDialect.DependsOnServer(request)
            ? await _inspector.GetAsync(options, cancellationToken).ConfigureAwait(false)
            : null;
        var body = new JsonObject
        {
            ["model"] = _model.NameFor(request.Model, info),
            ["messages"] = new JsonArray([.. request.Messages.Select(message => message.DeepClone())]),
        };
        body.Take((JsonObject)JsonSerializer.SerializeToNode(request.Parameters, HfJson.InSnakeCase.ChatParameters)!);
        if (request.ResponseFormat is not null)
        {
            body["response_format"] = request.ResponseFormat.Json.DeepClone();
        }

        if (info is not null)
        {
            ChatDialect.Adapt(body, info.Kind);
        }

        body["stream"] = isStream;
        body.Take(request.ExtraBody?.Json);
        return body;
    }

    private HfChatCompletion Read(JsonElement json, ChatRequest request)
    {
        bool isJson = request.ResponseFormat?.Json is { } format && format["type"]?.ToString() is not ("text" or "regex");
        if (ChatReader.ReadCompletion(json, isJson) is { } completion)
        {
            return completion;
        }

        throw StreamErrors.Find(json) is { } error
            ? new HfException(error.Kind, $"Cannot {Action}: {_server.Transport.Mask.Redact(error.Message)}")
            : new HfException(
                HfErrorKind.InvalidResponse, $"Cannot {Action}: the answer contains no choices. Is this an endpoint for chat?");
    }
}
