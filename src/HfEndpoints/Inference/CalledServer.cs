namespace HfEndpoints.Commands;

/// <summary>The server of a batch, a load test or a conversation, as it was before the first request to it.</summary>
/// <param name="Connection">The account and service.</param>
/// <param name="Client">The client of the account.</param>
/// <param name="Address">The address, if one was given.</param>
/// <param name="Endpoint">The endpoint, if one was given.</param>
internal sealed record CalledServer(HfConnection Connection, HfClient Client, InferenceTarget? Address, HfInferenceEndpoint? Endpoint)
{
    /// <summary>Its short name, for the progress bar.</summary>
    public string Name => Endpoint?.Name ?? Address!.Uri.Host;

    /// <summary>Its name in messages.</summary>
    public string Label => Endpoint is null ? $"'{Address!.Uri.GetLeftPart(UriPartial.Path)}'" : $"endpoint '{Endpoint.Name}'";

    /// <summary>Its task, if it is known.</summary>
    public string Task => Endpoint?.Task ?? "text-generation";

    /// <summary>Finds the server of a call: the endpoint, read by its name, or the address given instead of one.</summary>
    public static async Task<CalledServer> FindAsync(
        (HfEndpointReference? Endpoint, InferenceTarget? Address) called,
        HfConnection session,
        string? owner,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        HfClient client = session.CreateClient(output);
        if (called.Endpoint is not { } reference)
        {
            return new CalledServer(session, client, called.Address!, null);
        }

        session.RequireToken();
        owner = reference.Resolve(owner, session) ?? await session.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        try
        {
            return new CalledServer(
                session, client, null, await client.Endpoints.GetAsync(owner, reference.Name, cancellationToken).ConfigureAwait(false));
        }
        catch (HfException failure) when (failure.Kind == HfErrorKind.EndpointNotFound)
        {
            throw await NearestEndpoint
                .SuggestAsync(new HfException(failure) { Endpoint = reference.Name, Namespace = owner }, session, output)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Finds the endpoints that match a pattern.</summary>
    /// <exception cref="HfException">None does.</exception>
    public static async Task<IReadOnlyList<CalledServer>> FindAllAsync(
        HfEndpointReference pattern, HfConnection session, string? owner, CmdletOutput output, CancellationToken cancellationToken)
    {
        session.RequireToken();
        HfClient client = session.CreateClient(output);
        owner = pattern.Resolve(owner, session) ?? await session.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        var matches = new List<CalledServer>();
        await foreach (HfInferenceEndpoint match in NamePattern.FindAsync(client, owner, pattern.Name, null, cancellationToken)
            .ConfigureAwait(false))
        {
            matches.Add(new CalledServer(session, client, null, match));
        }

        return matches.Count > 0
            ? matches
            : throw new HfException(HfErrorKind.EndpointNotFound, $"No endpoint of '{owner}' matches '{pattern.Name}'.")
            {
                Namespace = owner,
            };
    }

    /// <summary>Whether it is the same endpoint, or the same address.</summary>
    public bool IsSameAs(CalledServer other) => Endpoint is null
        ? Address!.Key == other.Address?.Key
        : Endpoint.Name == other.Endpoint?.Name
            && Endpoint.Namespace == other.Endpoint.Namespace
            && Connection.EndpointsUri == other.Connection.EndpointsUri;

    /// <summary>The server for the jobs.</summary>
    /// <exception cref="HfException">The endpoint can't answer: it is paused, has failed or is not deployed.</exception>
    public InferenceTarget Target(bool allowPending) => Address ?? InferenceTarget.FromEndpoint(Endpoint!, allowPending);

    /// <summary>How many replicas it has; one that is woken has at least one.</summary>
    public int Replicas => Math.Max(1, Math.Max(Endpoint?.ReadyReplica ?? 0, Endpoint?.TargetReplica ?? 0));

    /// <summary>The cost of the current replicas per hour; null if it is not available in time.</summary>
    public async Task<decimal?> FindPriceAsync(CmdletOutput output, CancellationToken cancellationToken) =>
        await FindReplicaPriceAsync(new HardwareLists(), output, cancellationToken).ConfigureAwait(false) * Replicas;

    /// <summary>The cost of one replica per hour; null if it is not available in time.</summary>
    public async Task<decimal?> FindReplicaPriceAsync(HardwareLists lists, CmdletOutput output, CancellationToken cancellationToken)
    {
        if (Endpoint is null)
        {
            return null;
        }

        IReadOnlyList<HfHardware>? options = await PriceTag
            .TryAsync("The cost", output, token => lists.GetAsync(Connection, Client, null, token), cancellationToken)
            .ConfigureAwait(false);
        return options?.Find(Endpoint.Vendor, Endpoint.Region, Endpoint.InstanceType, Endpoint.InstanceSize)?.PricePerHour;
    }
}
