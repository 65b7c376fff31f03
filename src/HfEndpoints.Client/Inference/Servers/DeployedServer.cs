using System.Text.Json;

namespace HfEndpoints.Client.Inference;

/// <summary>The way to one deployed server, which every task takes: a server that has to start or wake is waited for.</summary>
internal sealed class DeployedServer(HfTransport transport, InferenceTarget target)
{
    public HfTransport Transport => transport;

    public InferenceTarget Target => target;

    /// <summary>Sends a request and gives its answer, whole unless it is a stream; the status is a success.</summary>
    public Task<HttpResponseMessage> SendAsync(
        ServerRequest request, InferenceOptions? options, CancellationToken cancellationToken) =>
        new ColdStart(transport, options ?? new InferenceOptions()).SendAsync(
            headers => ToHttp(request, headers), cancellationToken);

    /// <summary>Sends a request and reads its JSON answer.</summary>
    public async Task<JsonElement> SendJsonAsync(
        ServerRequest request, InferenceOptions? options, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, options, cancellationToken).ConfigureAwait(false);
        return await ReadJsonAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an answer's JSON.</summary>
    public Task<JsonElement> ReadJsonAsync(
        ServerRequest request, HttpResponseMessage response, CancellationToken cancellationToken) =>
        transport.ReadJsonAsync(
            ToHttp(request, new Dictionary<string, string>()), response, HfJson.Context.JsonElement, cancellationToken);

    private HfRequest ToHttp(ServerRequest request, IReadOnlyDictionary<string, string> headers) =>
        new(request.Method, request.Uri)
        {
            Action = request.Action,
            Content = request.Content,
            Accept = request.Accept,
            IsStream = request.IsStream,
            Headers = headers,
            Retry = request.Retry,
            SendToken = target.SendToken,
            TotalTimeout = transport.Options.InferenceTimeout,
            IsExact = true,
        };
}
