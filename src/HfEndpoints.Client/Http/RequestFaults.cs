namespace HfEndpoints.Client;

/// <summary>
/// Recognizes answers with status 500 that are about the request, not the server. llama.cpp uses that status for many
/// requests that it will always refuse.
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

    // The request is valid, but the model's output does not match the tools or the format.
    private static readonly string[] s_failed =
    [
        "The model produced output that does not match",
        "Failed to parse input at pos",
        "Failed to parse tool call",
    ];

    /// <summary>The error of the request in an answer with status 500; null if it is not about the request.</summary>
    public static HfErrorKind? KindOf(string message) =>
        s_refused.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase)) ? HfErrorKind.InvalidRequest
        : s_failed.Any(text => message.Contains(text, StringComparison.OrdinalIgnoreCase)) ? HfErrorKind.GenerationFailed
        : null;
}
