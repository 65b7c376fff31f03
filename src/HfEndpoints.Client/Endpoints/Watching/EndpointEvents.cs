using System.Runtime.CompilerServices;
using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>The service's stream of an endpoint's changes.</summary>
internal sealed class EndpointEvents(HfTransport transport)
{
    /// <summary>How the service is reached.</summary>
    public HfClientOptions Options => transport.Options;

    /// <summary>
    /// Opens the stream; null where it can't be opened, and then whether the server has none. Whether the endpoint itself
    /// is missing is the caller's to ask.
    /// </summary>
    public async Task<(HttpResponseMessage? Stream, bool HasNone)> TryOpenAsync(
        string owner, string name, CancellationToken cancellationToken)
    {
        var request = new HfRequest(
            HttpMethod.Get,
            UriPath.Append(transport.Options.EndpointsUri, "endpoint", owner, name, "sse"))
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
            // The stream only makes changes known sooner: without it, for whatever reason, asking now and then does.
            return (null, HasNone: !exception.IsTransient);
        }
    }

    /// <summary>
    /// Gives an item for each change until the stream ends or breaks: the endpoint, or null where the event does not
    /// carry it and the caller must ask.
    /// </summary>
    public static async IAsyncEnumerable<InferenceEndpoint?> ReadAsync(
        HttpResponseMessage response,
        string owner,
        string name,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Broken or ended is the same here: the stream is opened anew.
        await foreach (ServerEvent item in EventStream
            .ReadAsync(response, Action(owner, name), mayBreak: () => true, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return Read(item, owner);
        }
    }

    /// <summary>Whether what people watch for has changed: the state or the replicas.</summary>
    public static bool HasChanged(EndpointStatus one, EndpointStatus other) =>
        one.State != other.State
        || one.ReadyReplica != other.ReadyReplica
        || one.TargetReplica != other.TargetReplica;

    private static InferenceEndpoint? Read(ServerEvent data, string owner)
    {
        try
        {
            return EndpointReader.Read(data.ToJson(isExact: false), owner);
        }
        catch (Exception exception) when (exception is JsonException or HfException)
        {
            // The document does not say what an event carries, so anything else is taken as "something changed".
            return null;
        }
    }

    private static string Action(string owner, string name) =>
        $"follow the changes of endpoint '{name}' in namespace '{owner}'";
}
