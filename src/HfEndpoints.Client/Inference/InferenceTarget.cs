namespace HfEndpoints.Client.Inference;

/// <summary>A deployed endpoint to send prompts to.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="SendToken">
/// True where the service itself named this address, or the caller vouches for it; null sends the token only to the
/// session's hosts and to Hugging Face's own endpoints; false never.
/// </param>
/// <param name="Name">Its name for messages; null uses the address.</param>
public sealed record InferenceTarget(Uri Uri, bool? SendToken = null, string? Name = null)
{
    private static readonly string[] s_openAiTails = ["/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/rerank", "/v1"];

    /// <summary>Its address.</summary>
    public Uri Uri { get; init; } = UriPath.Settle(Uri);

    internal string Label => Name is null ? $"'{Uri.GetLeftPart(UriPartial.Path)}'" : $"endpoint '{Name}'";

    /// <summary>The address of one of the server's own routes; the address's query, if any, is kept.</summary>
    /// <param name="route">The route, without a slash in front.</param>
    internal Uri Route(string route) => new(UriPath.AppendRoute(Uri, route) + Uri.Query);

    /// <summary>The address of one of the server's own routes, also where the address names an OpenAI-compatible one.</summary>
    /// <param name="route">The route, without a slash in front.</param>
    internal Uri ServerRoute(string route)
    {
        string root = Uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        string? tail = s_openAiTails.FirstOrDefault(tail => root.EndsWith(tail, StringComparison.Ordinal));
        return new($"{root[..^(tail?.Length ?? 0)]}/{route}{Uri.Query}");
    }

    /// <summary>
    /// The address of an OpenAI-compatible route. An address that names the route already, or ends where such routes
    /// begin (<c>/v1</c>), is taken as it was meant.
    /// </summary>
    /// <param name="route">The route below <c>/v1</c>, without a slash in front.</param>
    internal Uri OpenAiRoute(string route)
    {
        string path = Uri.AbsolutePath.TrimEnd('/');
        return path.EndsWith('/' + route, StringComparison.Ordinal) ? Uri
            : Route(path.EndsWith("/v1", StringComparison.Ordinal) ? route : "v1/" + route);
    }

    /// <summary>Whether the address itself is one of the OpenAI-compatible routes, or where they begin.</summary>
    internal bool IsOpenAi => s_openAiTails.Any(tail => Uri.AbsolutePath.TrimEnd('/').EndsWith(tail, StringComparison.Ordinal));

    /// <summary>
    /// The address of an endpoint that can answer, or will once it is woken. One that is paused, failed or not yet
    /// deployed is told here, before a prompt is sent in vain.
    /// </summary>
    /// <param name="endpoint">The endpoint as it is now.</param>
    /// <param name="allowPending">Whether one that waits for its first deployment is waited for by the request.</param>
    /// <returns>The address.</returns>
    /// <exception cref="HfException">It can't answer.</exception>
    public static InferenceTarget FromEndpoint(InferenceEndpoint endpoint, bool allowPending = false)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        string state = endpoint.Status.State;
        if (EndpointStates.Is(state, EndpointStates.Failed))
        {
            throw new HfException(
                HfErrorKind.EndpointFailed,
                $"Endpoint '{endpoint.Name}' failed: {endpoint.Status.Explain()}");
        }

        if (EndpointStates.Is(state, EndpointStates.Paused)
            || (EndpointStates.Is(state, EndpointStates.Pending) && !allowPending)
            || !Uri.TryCreate(endpoint.Status.Url, UriKind.Absolute, out Uri? url))
        {
            string what = EndpointStates.Is(state, EndpointStates.Paused) ? "is paused" : $"is not deployed yet ({state})";
            throw new HfException(HfErrorKind.EndpointNotRunning, $"Endpoint '{endpoint.Name}' {what}.");
        }

        return new InferenceTarget(url, SendToken: true, endpoint.Name);
    }
}
