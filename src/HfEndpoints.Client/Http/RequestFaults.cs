namespace HfEndpoints.Client;

/// <summary>
/// Recognizes the answers 500 that concern the request, not the server. llama.cpp has that status for much of what it
/// refuses; the same request would be refused every time.
/// </summary>
internal static class RequestFaults
{
    private static readonly string[] s_refused =
    [
        "too large to process",
        "input is not supported",
        "Failed to parse messages",
        "Failed to parse tools",
        "Failed to tokenize",
        "context does not logits computation",
        "json.exception",
        "Jinja Exception",
        "roles must alternate",
    ];

    // The request is fine, but what the model made of it is not what the tools or the format ask for.
    private static readonly string[] s_failed =
    [
        "The model produced output that does not match",
        "Failed to parse input at pos",
        "Failed to parse tool call",
    ];

    /// <summary>What an answer 500 says of the request; null where it says nothing of it.</summary>
    public static HfErrorKind? KindOf(string message) =>
        s_refused.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase)) ? HfErrorKind.InvalidRequest
        : s_failed.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase)) ? HfErrorKind.GenerationFailed
        : null;
}
