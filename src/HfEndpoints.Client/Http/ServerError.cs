namespace HfEndpoints.Client;

/// <summary>A parsed error answer, with what all servers of the service report.</summary>
internal sealed record ServerError(HttpStatusCode StatusCode, string Message)
{
    public string? Code { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public HfException ToException(HfErrorKind kind, string message) => new(kind, message)
    {
        StatusCode = StatusCode,
        ServerMessage = Message,
        ErrorCode = Code,
        RequestId = RequestId,
        RetryAfter = RetryAfter,
    };
}
