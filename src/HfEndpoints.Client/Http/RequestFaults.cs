using System.Net;

namespace HfEndpoints.Client;

/// <summary>
/// Recognizes the answers 500 that concern the request, not the server. llama.cpp has that status for much of what it
/// refuses; the same request would be refused every time.
/// </summary>
internal static class RequestFaults
{
    private const int MaxBodyBytes = 64 * 1024;

    // A body that has not come by then is not waited for: the status alone decides.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(10);

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

    /// <summary>Whether an answer concerns the request. Its body is kept, to be read again.</summary>
    public static async ValueTask<bool> IsOneAsync(
        HttpResponseMessage response, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.InternalServerError)
        {
            return false;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBodyBytes)
                .WaitAsync(s_maxWait, clock, cancellationToken).ConfigureAwait(false);
            return KindOf(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)) is not null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException
            or InvalidOperationException)
        {
            return false;
        }
    }
}
