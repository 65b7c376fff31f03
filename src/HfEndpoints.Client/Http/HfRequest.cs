namespace HfEndpoints.Client;

/// <summary>A request as the clients describe it; <see cref="HfTransport"/> makes HTTP messages of it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Uri">Where to.</param>
internal sealed record HfRequest(HttpMethod Method, Uri Uri)
{
    /// <summary>What is being done, to follow "Cannot": <c>get endpoint 'x' in namespace 'y'</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Makes the body, anew for each time the request is sent.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether and when it may be sent again.</summary>
    public RetryRule Retry { get; init; } = RetryRule.Repeatable;

    /// <summary>How long the server may take to answer each time; null takes the options' request time-out.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long all may take, repetitions and the pauses before them included; null sets no limit.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>
    /// How long the server may be silent within an answer that is read as it comes; null takes the options' time, zero is
    /// for ever.
    /// </summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether the answer is read as it comes: the time-outs and the repetition then end with its head.</summary>
    public bool IsStream { get; init; }

    /// <summary>
    /// Whether each character of the answer counts, as in what a model wrote. Broken text is then an error; else it is
    /// shown with a replacement character, for what a person wrote somewhere must not hide a whole list.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>The media type asked for.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Whether the token goes with it; null lets the address decide.</summary>
    public bool? SendToken { get; init; }

    /// <summary>Whether it is followed to other servers, which only a request without a token is.</summary>
    public bool FollowsToOthers { get; init; }

    /// <summary>What a 404 means here.</summary>
    public HfErrorKind NotFoundKind { get; init; } = HfErrorKind.NotFound;

    /// <summary>What a 409 means here.</summary>
    public HfErrorKind ConflictKind { get; init; } = HfErrorKind.EndpointAlreadyExists;

    /// <summary>How often it was sent so far, repetitions included.</summary>
    public int Attempts { get; set; }

    /// <summary>Header fields of this request alone.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
