namespace HfEndpoints.Client.Inference;

/// <summary>Sends requests to one deployed server, and waits for it if it has to start or wake.</summary>
internal sealed class DeployedServer(HfTransport transport, InferenceTarget target)
{
    public HfTransport Transport => transport;

    public InferenceTarget Target => target;

    /// <summary>A request to the server.</summary>
    /// <param name="uri">Where to.</param>
    /// <param name="action">What is being done, appended to "Cannot": <c>generate text on endpoint 'x'</c>.</param>
    /// <param name="body">The body, serialized each time the request is sent.</param>
    /// <param name="accept">The requested media type.</param>
    public HfRequest Post(Uri uri, string action, JsonObject? body = null, string accept = "application/json") =>
        Post(uri, action, body is null ? null : () => HfJson.ToContent(body, HfJson.Context.JsonObject), accept);

    /// <summary>A request to the server.</summary>
    /// <param name="uri">Where to.</param>
    /// <param name="action">What is being done, appended to "Cannot".</param>
    /// <param name="content">Makes the body, each time the request is sent.</param>
    /// <param name="accept">The requested media type.</param>
    public HfRequest Post(Uri uri, string action, Func<HttpContent>? content, string accept) => new(HttpMethod.Post, uri)
    {
        Action = action,
        Content = content,
        Accept = accept,
        Retry = RetryRule.ColdStart,
        SendToken = target.SendToken,
        IsExact = true,
    };

    /// <summary>Sends a request and returns its successful answer, complete unless it is a stream.</summary>
    public Task<HttpResponseMessage> SendAsync(
        HfRequest request, InferenceOptions? options, CancellationToken cancellationToken) =>
        ColdStartOf(options).SendAsync(request, cancellationToken);

    /// <summary>Sends a request and reads its JSON answer.</summary>
    public Task<JsonElement> SendJsonAsync(
        HfRequest request, InferenceOptions? options, CancellationToken cancellationToken) =>
        SendJsonAsync(request, options, static json => json.Clone(), cancellationToken);

    /// <summary>Sends a request and reads its JSON answer by a function that keeps no part of it.</summary>
    public async Task<T> SendJsonAsync<T>(
        HfRequest request, InferenceOptions? options, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        return await transport.ReadJsonAsync(request, response, read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and reads its JSON answer, if nothing in it is unusual, from its bytes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The time-outs and progress.</param>
    /// <param name="tryRead">Reads the bytes, and keeps none of them; null leaves it to the other.</param>
    /// <param name="read">Reads the answer, and keeps no part of it.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<T> SendJsonAsync<T>(
        HfRequest request,
        InferenceOptions? options,
        Func<ReadOnlyMemory<byte>, T?> tryRead,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken)
        where T : class
    {
        using HttpResponseMessage response = await SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        return await transport.ReadJsonAsync(request, response, tryRead, (json, _) => read(json), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and returns the answer as a stream, or complete if the server does not stream.</summary>
    public async Task<StreamedAnswer> OpenStreamAsync(HfRequest request, InferenceOptions? options, CancellationToken cancellationToken)
    {
        ColdStart coldStart = ColdStartOf(options);
        HttpResponseMessage response = await coldStart.SendAsync(request with { IsStream = true }, cancellationToken).ConfigureAwait(false);
        var answer = new StreamedAnswer(transport, request, response, coldStart.TimeLeft, coldStart.Timeout, cancellationToken);
        await answer.BeginAsync().ConfigureAwait(false);
        if (answer.IsWhole)
        {
            options?.AnsweredWhole?.Invoke();
        }

        return answer;
    }

    /// <summary>Reads an answer's JSON.</summary>
    public Task<JsonElement> ReadJsonAsync(
        HfRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        transport.ReadJsonAsync(request, response, HfJson.Context.JsonElement, cancellationToken);

    private ColdStart ColdStartOf(InferenceOptions? options) => new(transport, options ?? new InferenceOptions());
}
