using System.Net.Sockets;
using System.Security.Authentication;

namespace HfEndpoints.Client;

/// <summary>Converts failures of the connection, or of the received bytes, to <see cref="HfException"/>.</summary>
internal static class RequestFailure
{
    /// <summary>No answer came in time.</summary>
    public static HfException TimedOut(HfRequest request, TimeSpan timeout) => new(
        HfErrorKind.RequestTimeout,
        FormattableString.Invariant(
            $"Cannot {request.Action}: '{request.Uri.Authority}' did not answer within {timeout.TotalSeconds:0.#} s."));

    /// <summary>Whatever else went wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mask">Masks what was sent.</param>
    /// <param name="exception">The failure.</param>
    /// <param name="hasBegun">Whether the head of an answer had come.</param>
    public static HfException From(HfRequest request, SecretMask mask, Exception exception, bool hasBegun)
    {
        // The HTTP client shows a header that is not valid.
        exception = exception is HfException ? exception : mask.Apply(exception)!;
        Exception cause = ProxyRoute.WithoutCredentials(exception);
        string server = $"'{request.Uri.Authority}'{ProxyRoute.Describe(request.Uri)}";
        return exception switch
        {
            HfException known => known,
            TimeoutException => new HfException(
                HfErrorKind.RequestTimeout,
                $"Cannot {request.Action}: {server} did not finish its answer: {exception.Message}.",
                exception),
            UnreadableBodyException => Unreadable(request, exception.Message, null, exception),
            HttpRequestException or IOException or OperationCanceledException => new HfException(
                HfErrorKind.ConnectionFailed,
                hasBegun
                    ? $"Cannot {request.Action}: the connection to {server} broke while the answer arrived."
                    : $"Cannot {request.Action}: no connection to {server} ({Reason(cause).TrimEnd('.')}).",
                cause),
            // The HTTP client's own error for an invalid header section.
            _ => Unreadable(request, exception.Message.TrimEnd('.'), null, exception),
        };
    }

    /// <summary>The answer is not valid.</summary>
    /// <param name="request">The request.</param>
    /// <param name="what">What is wrong with it, appended to "it can't be read: ".</param>
    /// <param name="requestId">The id under which the server's operators find the request.</param>
    /// <param name="cause">The cause.</param>
    public static HfException Unreadable(HfRequest request, string what, string? requestId, Exception? cause)
    {
        string suffix = requestId is null ? "" : $" (request id {requestId})";
        return new HfException(
            HfErrorKind.InvalidResponse,
            $"Cannot {request.Action}: the answer of '{request.Uri.Authority}' can't be read: {what}{suffix}.",
            cause)
        {
            RequestId = requestId,
        };
    }

    private static string Reason(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            // These two contain the reason; their outer exceptions only say that it failed.
            if (cause is SocketException or AuthenticationException)
            {
                return cause.Message;
            }
        }

        return exception.GetBaseException() is { Message.Length: > 0 } innermost && exception is not HttpRequestException
            ? innermost.Message
            : exception.Message;
    }
}
