using System.Net;

namespace HfEndpoints.Client;

/// <summary>A server answered with an error.</summary>
public sealed class HfApiException : HfException
{
    internal HfApiException(HfErrorKind kind, string message, ServerError error)
        : base(kind, message)
    {
        StatusCode = error.StatusCode;
        ServerMessage = error.Message;
        ErrorCode = error.Code;
        RequestId = error.RequestId;
        RetryAfter = error.RetryAfter;
    }

    private HfApiException(HfApiException original, string advice)
        : base(original.Kind, $"{original.Message} {advice}", original)
    {
        StatusCode = original.StatusCode;
        ServerMessage = original.ServerMessage;
        ErrorCode = original.ErrorCode;
        RequestId = original.RequestId;
        RetryAfter = original.RetryAfter;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The server's own text, tokens cut out of it; empty where it sent none.</summary>
    public string ServerMessage { get; }

    /// <summary>The server's code (<c>FORBIDDEN</c>, <c>validation</c>), null where it sent none.</summary>
    public string? ErrorCode { get; }

    /// <summary>The id under which the server's people find this request; null where it sent none.</summary>
    public string? RequestId { get; }

    /// <summary>How long the server asks to wait before the next request; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Makes an exception whose message goes on with advice.</summary>
    /// <param name="advice">A sentence that says what to do.</param>
    /// <returns>The same failure, with this one as its cause.</returns>
    public HfApiException WithAdvice(string advice) => new(this, advice);
}
