using System.Collections.ObjectModel;
using System.Net.Http.Headers;

namespace HfEndpoints.Client;

/// <summary>A request of the clients, which <see cref="HfTransport"/> converts to HTTP messages.</summary>
internal sealed record HfRequest(HttpMethod Method, Uri Uri)
{
    /// <summary>What is being done, appended to "Cannot": <c>get endpoint 'x' in namespace 'y'</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Creates the body, again each time the request is sent.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether and when it may be sent again.</summary>
    public RetryRule Retry { get; init; } = RetryRule.Repeatable;

    /// <summary>How long the server may take to answer each time; null uses the request time-out of the options.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long everything may take, including retries and pauses; null sets no limit.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>How long a streamed answer may be silent. Null uses the time of the options; zero sets no limit.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether the answer is streamed. Time-outs and retries then end with its headers.</summary>
    public bool IsStream { get; init; }

    /// <summary>
    /// Whether each character of the answer counts, as in a model's output. Invalid text is then an error. Otherwise
    /// it gets replacement characters, so that one bad text does not hide a whole list.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>The bytes that the answer may have. What streams and is read whole all the same is a model's, or a file.</summary>
    public int MaxBytes => IsExact || IsStream ? BodyLimits.Whole : BodyLimits.Service;

    /// <summary>The requested media type.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Whether to send the token; null lets the address decide.</summary>
    public bool? SendToken { get; init; }

    /// <summary>Whether redirects to other servers are followed. Only for a request without a token.</summary>
    public bool FollowsToOthers { get; init; }

    /// <summary>What a 404 means here.</summary>
    public HfErrorKind NotFoundKind { get; init; } = HfErrorKind.NotFound;

    /// <summary>What a 409 means here.</summary>
    public HfErrorKind ConflictKind { get; init; } = HfErrorKind.EndpointAlreadyExists;

    /// <summary>
    /// Whether an attempt so far may have been carried out, although it failed or was cancelled. One that the server refused,
    /// or that did not reach it, was not.
    /// </summary>
    public bool MayHaveActed { get; set; }

    /// <summary>The header fields of the server's last answer; null before the first.</summary>
    public HttpResponseHeaders? AnswerHeaders { get; set; }

    /// <summary>The server's clock at its last answer, by the Date header; null if it sent none.</summary>
    public DateTimeOffset? ServerTime => AnswerHeaders?.Date;

    /// <summary>Header fields of this request alone.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
