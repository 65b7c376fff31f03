using System.Text.Json.Nodes;

namespace HfEndpoints.Client.Inference;

/// <summary>A conversation to be answered.</summary>
/// <param name="Messages">Its messages, as the OpenAI-compatible route has them; the first is the oldest.</param>
public sealed record ChatRequest(IReadOnlyList<JsonObject> Messages)
{
    /// <summary>The name under which the model is served; null finds it, for most servers serve one and ask for none.</summary>
    public string? Model { get; init; }

    /// <summary>How to answer.</summary>
    public ChatParameters Parameters { get; init; } = new();

    /// <summary>
    /// What the answer must look like, in any form that a server takes: a JSON schema in it is sent in the form that this
    /// server takes.
    /// </summary>
    public JsonObject? ResponseFormat { get; init; }

    /// <summary>Additional members of the request.</summary>
    public JsonObject? ExtraBody { get; init; }
}
