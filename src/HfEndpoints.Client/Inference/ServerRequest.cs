namespace HfEndpoints.Client.Inference;

/// <summary>A request to a deployed server, as the clients of its tasks describe it.</summary>
/// <param name="Uri">Where to.</param>
/// <param name="Action">What is being done, to follow "Cannot": <c>generate text on endpoint 'x'</c>.</param>
internal sealed record ServerRequest(Uri Uri, string Action)
{
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Makes the body, anew for each time the request is sent; null sends none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether and when it may be sent again.</summary>
    public RetryRule Retry { get; init; } = RetryRule.ColdStart;

    /// <summary>The media type asked for.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Whether the answer is read as it comes.</summary>
    public bool IsStream { get; init; }
}
