using System.Text.Json;

namespace HfEndpoints.Client;

/// <summary>
/// A create that survives a lost answer. If it is not known whether the service created the endpoint, it is looked up
/// by name: ours is returned, another is an error, and the create is sent again only if there is none.
/// </summary>
internal sealed class EndpointCreation
{
    // How far the service's clock may differ from ours.
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(5);

    private readonly HfTransport _transport;
    private readonly EndpointsClient _endpoints;
    private readonly string _namespace;
    private readonly string _name;
    private readonly Func<HfInferenceEndpoint, bool> _isAsked;

    /// <summary>Prepares the creation of one endpoint.</summary>
    /// <param name="transport">Sends the request.</param>
    /// <param name="endpoints">Looks up the endpoint.</param>
    /// <param name="owner">The user or organization.</param>
    /// <param name="name">The endpoint's name.</param>
    /// <param name="isAsked">Whether an endpoint of this name is what was asked for.</param>
    public EndpointCreation(
        HfTransport transport,
        EndpointsClient endpoints,
        string owner,
        string name,
        Func<HfInferenceEndpoint, bool> isAsked)
    {
        _transport = transport;
        _endpoints = endpoints;
        _namespace = owner;
        _name = name;
        _isAsked = isAsked;
    }

    private HfClientOptions Options => _transport.Options;

    public async Task<HfInferenceEndpoint> RunAsync(HfRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset begun = Options.TimeProvider.GetUtcNow();
        bool wasLost = false;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                JsonElement answer = await _transport
                    .SendJsonAsync(request, HfJson.Context.JsonElement, cancellationToken)
                    .ConfigureAwait(false);
                return EndpointReader.ReadCreated(answer, _namespace, _transport.Options.EndpointsUri);
            }
            catch (HfException exception) when (exception.MayHaveActed || (wasLost && IsConflict(exception)))
            {
                wasLost = true;
                Options.Log?.Invoke(
                    $"The answer to the create of '{_name}' was lost ({exception.Message}) Looking it up.");
                if (await FindAsync(begun, cancellationToken).ConfigureAwait(false) is { } created)
                {
                    return created;
                }

                if (attempt >= Options.MaxRetries || IsConflict(exception))
                {
                    throw;
                }
            }

            await Task.Delay(Backoff.Pause(Options.RetryDelay, attempt), Options.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<HfInferenceEndpoint?> FindAsync(DateTimeOffset begun, CancellationToken cancellationToken)
    {
        HfInferenceEndpoint found;
        try
        {
            found = await _endpoints.GetAsync(_namespace, _name, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
        {
            return null;
        }

        return IsOurs(found, begun)
            ? found
            : throw new HfException(
                HfErrorKind.EndpointAlreadyExists,
                $"Cannot create endpoint '{_name}' in namespace '{_namespace}': another endpoint has this name.");
    }

    private bool IsOurs(HfInferenceEndpoint found, DateTimeOffset begun) =>
        found.CreatedAt >= begun - s_clockTolerance && _isAsked(found);

    private static bool IsConflict(HfException exception) => exception.Kind == HfErrorKind.EndpointAlreadyExists;
}
