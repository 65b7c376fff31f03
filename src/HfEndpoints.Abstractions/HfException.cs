using System.Net;

namespace HfEndpoints;

/// <summary>
/// The exception of the module and of the client library. The message contains what failed, the server's message and
/// the request id, if there is one; never a token or a secret.
/// </summary>
public class HfException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What failed and why, in a sentence or two.</param>
    /// <param name="innerException">The cause.</param>
    public HfException(HfErrorKind kind, string message, Exception? innerException = null) : base(message, innerException) => Kind = kind;

    /// <summary>Makes a copy of a failure, to which what else is known of it can be added.</summary>
    /// <param name="original">The failure; it becomes the cause.</param>
    public HfException(HfException original)
        : this(original, original.Message)
    {
    }

    /// <summary>Makes a copy of a failure with another message.</summary>
    /// <param name="original">The failure; it becomes the cause.</param>
    /// <param name="message">What failed and why.</param>
    public HfException(HfException original, string message)
        : base(message, original)
    {
        Kind = original.Kind;
        Endpoint = original.Endpoint;
        Namespace = original.Namespace;
        Index = original.Index;
        StatusCode = original.StatusCode;
        ServerMessage = original.ServerMessage;
        ErrorCode = original.ErrorCode;
        RequestId = original.RequestId;
        RetryAfter = original.RetryAfter;
        PartialText = original.PartialText;
        IsOutcomeUnknown = original.IsOutcomeUnknown;
        Remedy = original.Remedy;
    }

    /// <summary>The kind of failure.</summary>
    public HfErrorKind Kind { get; init; }

    /// <summary>The name of the endpoint; null if it is not about one.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The user or organization that owns the endpoint; null if it is not known.</summary>
    public string? Namespace { get; init; }

    /// <summary>The position of the prompt, text or file among the inputs of a call, from 0; null if it is not about one.</summary>
    public int? Index { get; init; }

    /// <summary>The HTTP status; null if no server answered.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The server's message, with tokens removed; empty if it sent none.</summary>
    public string ServerMessage { get; init; } = "";

    /// <summary>The server's code (<c>FORBIDDEN</c>, <c>validation</c>); null if it sent none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The id under which the server's operators find this request; null if it sent none.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the server asks to wait before the next request; null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The text received before a stream broke off; null if it was not a stream.</summary>
    public string? PartialText { get; init; }

    /// <summary>
    /// Whether an endpoint may have been created in spite of the failure, and cost money: the answer to the create was lost,
    /// and the endpoint could not be looked up.
    /// </summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>What to do about this failure; null if it is what its kind suggests.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether the same request may succeed later without any change by the caller.</summary>
    public bool IsTransient => Kind is HfErrorKind.ConnectionFailed or HfErrorKind.StreamInterrupted
        or HfErrorKind.RequestTimeout or HfErrorKind.ServiceUnavailable or HfErrorKind.RateLimited;

    /// <summary>Copies the failure, with advice appended to the message.</summary>
    /// <param name="advice">A sentence that says what to do.</param>
    /// <returns>The same failure, with this one as its cause.</returns>
    public HfException WithAdvice(string advice) => new(this, $"{Message} {advice}");
}
