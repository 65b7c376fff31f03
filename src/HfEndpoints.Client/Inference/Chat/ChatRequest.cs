namespace HfEndpoints.Client.Inference;

/// <summary>A conversation to be answered.</summary>
public sealed record ChatRequest
{
    internal ChatRequest(IReadOnlyList<JsonObject> messages) => Messages = messages;

    /// <summary>The messages, as the OpenAI-compatible route has them; the first is the oldest.</summary>
    internal IReadOnlyList<JsonObject> Messages { get; init; }

    /// <summary>The name under which the model is served; null finds it, for most servers serve one and ask for none.</summary>
    public string? Model { get; init; }

    /// <summary>How to answer.</summary>
    public ChatParameters Parameters { get; init; } = new();

    /// <summary>
    /// What the answer must look like, in any form that a server takes: a JSON schema in it is sent in the form that this
    /// server takes.
    /// </summary>
    public JsonText? ResponseFormat { get; init; }

    /// <summary>Additional members of the request.</summary>
    public JsonText? ExtraBody { get; init; }

    /// <summary>Makes a request of typed messages and tools.</summary>
    /// <param name="messages">The messages; the first is the oldest.</param>
    /// <param name="tools">The tools that the model may call; they replace those of the parameters. Null keeps those.</param>
    /// <param name="parameters">How to answer; null uses the server's defaults.</param>
    /// <returns>The request.</returns>
    /// <exception cref="HfException">The parameters of a tool are not a JSON schema.</exception>
    public static ChatRequest FromMessages(
        IEnumerable<HfChatMessage> messages, IEnumerable<HfChatTool>? tools = null, ChatParameters? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        parameters ??= new ChatParameters();
        return new ChatRequest([.. messages.Select(ChatMessageWriter.ToJson)])
        {
            Parameters = tools is null
                ? parameters
                : parameters with { Tools = new JsonArray([.. tools.Select(ChatMessageWriter.ToJson)]) },
        };
    }
}
