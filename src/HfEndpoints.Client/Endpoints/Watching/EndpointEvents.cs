namespace HfEndpoints.Client;

/// <summary>The service's stream of an endpoint's changes.</summary>
internal sealed class EndpointEvents(HfTransport transport)
{
    /// <summary>The transport to the service.</summary>
    public HfClientOptions Options => transport.Options;

    /// <summary>
    /// Opens the stream. Null if it can't be opened, with whether the server has no streams at all. The caller must
    /// check whether the endpoint exists.
    /// </summary>
    public async Task<(HttpResponseMessage? Stream, bool HasNone)> TryOpenAsync(
        string owner, string name, CancellationToken cancellationToken)
    {
        var request = new HfRequest(HttpMethod.Get, UriPath.Append(transport.Options.EndpointsUri, "endpoint", owner, name, "sse"))
        {
            Action = Action(owner, name),
            Accept = "text/event-stream",
            IsStream = true,
            Retry = RetryRule.Never,
        };
        try
        {
            HttpResponseMessage response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                return (response, HasNone: false);
            }

            response.Dispose();
            return (null, HasNone: true);
        }
        catch (HfException exception)
        {
            // The stream only reports changes sooner. Without it, for whatever reason, checks at the interval are enough.
            return (null, HasNone: !exception.IsTransient);
        }
    }

    /// <summary>
    /// Returns an item for each change until the stream ends or breaks: the endpoint, or null if the event does not
    /// contain it and the caller must read it.
    /// </summary>
    public async IAsyncEnumerable<HfInferenceEndpoint?> ReadAsync(
        HttpResponseMessage response,
        string owner,
        string name,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A broken stream is like an ended one: it is opened again.
        await foreach (ServerEvent item in EventStream
            .ReadAsync(response, Action(owner, name), mayBreak: true, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return Read(item, owner);
        }
    }

    /// <summary>Whether the state or the replicas have changed.</summary>
    public static bool HasChanged(HfInferenceEndpoint one, HfInferenceEndpoint other) =>
        one.Status != other.Status
        || one.ReadyReplica != other.ReadyReplica
        || one.TargetReplica != other.TargetReplica;

    private HfInferenceEndpoint? Read(ServerEvent data, string owner)
    {
        try
        {
            return data.ReadJson(transport.Mask, (shown, exact) => EndpointReader.Read(shown, exact, owner, Options.EndpointsUri));
        }
        catch (Exception exception) when (exception is JsonException or HfException)
        {
            // The OpenAPI document does not describe the events, so anything else means "something changed".
            return null;
        }
    }

    private static string Action(string owner, string name) => $"follow the changes of endpoint '{name}' in namespace '{owner}'";
}
