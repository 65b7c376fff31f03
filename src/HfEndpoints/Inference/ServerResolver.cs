namespace HfEndpoints.Commands;

/// <summary>
/// Finds the server of an endpoint, once for all its inputs. An endpoint object that was running is used as it is; any other is read again.
/// </summary>
internal sealed class ServerResolver(HfConnection session)
{
    private readonly ConcurrentDictionary<object, Lazy<Task<InferenceServer>>> _found = new();

    /// <summary>The token of this call.</summary>
    public HfToken? Token { get; init; }

    /// <summary>The owner of endpoints named without one.</summary>
    public string? Namespace { get; init; }

    /// <summary>The address given instead of an endpoint.</summary>
    public InferenceTarget? Address { get; init; }

    /// <summary>Whether to wait for an endpoint's first deployment.</summary>
    public bool AllowsPending { get; init; }

    /// <summary>Receives retries and corrections.</summary>
    public CmdletOutput? Output { get; set; }

    /// <summary>The server at an address. A token given with the call may be sent to it.</summary>
    /// <exception cref="HfException">It is not the address of a server.</exception>
    public static InferenceTarget ToTarget(Uri uri, bool hasOwnToken) =>
        uri.IsAbsoluteUri && uri.Scheme is ("http" or "https")
            ? new InferenceTarget(uri, hasOwnToken ? true : null)
            : throw new HfException(
                HfErrorKind.InvalidRequest, $"'{uri}' is not a valid address of a server. Use an absolute http or https address.");

    /// <summary>The server of an endpoint; the same failure for each of its inputs.</summary>
    public Task<InferenceServer> FindAsync(HfEndpointReference? endpoint, CancellationToken cancellationToken)
    {
        object key = Address ?? endpoint!.Key;
        return _found.TryGetValue(key, out Lazy<Task<InferenceServer>>? known)
            ? known.Value
            : _found.GetOrAdd(key, _ => new(() => FindOnceAsync(endpoint, cancellationToken))).Value;
    }

    private async Task<InferenceServer> FindOnceAsync(HfEndpointReference? reference, CancellationToken cancellationToken)
    {
        HfConnection connection = reference?.Endpoint?.Connection ?? session;
        string? chosen = reference?.Resolve(Namespace, connection);
        HfClientOptions settings = connection.Options with { Token = Token ?? connection.Options.Token };
        HfClient client = new(Output?.Follow(settings) ?? settings);
        if (Address is not null)
        {
            return new InferenceServer(client, Address);
        }

        HfInferenceEndpoint endpoint = reference!.Endpoint is { Status: EndpointStates.Running } running
            && Uri.TryCreate(running.Url, UriKind.Absolute, out _)
            ? running
            : await ReadAsync(client, connection, reference, chosen, cancellationToken).ConfigureAwait(false);
        return new InferenceServer(client, InferenceTarget.FromEndpoint(endpoint, AllowsPending), endpoint.Task);
    }

    private async Task<HfInferenceEndpoint> ReadAsync(
        HfClient client, HfConnection connection, HfEndpointReference reference, string? chosen, CancellationToken cancellationToken)
    {
        string owner = chosen ?? await NamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        try
        {
            return await client.Endpoints.GetAsync(owner, reference.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (HfException failure) when (failure.Kind == HfErrorKind.EndpointNotFound)
        {
            throw await NearestEndpoint
                .SuggestAsync(new HfException(failure) { Endpoint = reference.Name, Namespace = owner }, connection, Output)
                .ConfigureAwait(false);
        }
        catch (HfException failure) when (failure.Kind == HfErrorKind.Forbidden)
        {
            // A token that may only call endpoints can't look up their addresses.
            throw failure.WithAdvice("A token that may call the endpoint but not read it works with its address: -Uri.");
        }
    }

    private Task<string> NamespaceAsync(HfClient client, CancellationToken cancellationToken)
    {
        session.RequireToken();
        return session.GetNamespaceAsync(client, cancellationToken);
    }
}

/// <summary>The server of an endpoint, and the client of its account. There is one for each endpoint of a call.</summary>
/// <param name="client">The account's client.</param>
/// <param name="target">The address.</param>
/// <param name="task">The endpoint's own task; null if only the address is known.</param>
internal sealed class InferenceServer(HfClient client, InferenceTarget target, string? task = null)
{
    /// <summary>The account's client.</summary>
    public HfClient Client => client;

    /// <summary>The address.</summary>
    public InferenceTarget Target => target;

    /// <summary>The endpoint's own task; null if only the address is known.</summary>
    public string? Task => task;
}
