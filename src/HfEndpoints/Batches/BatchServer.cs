namespace HfEndpoints.Commands;

/// <summary>The endpoint of a batch, as it was before the first job.</summary>
/// <param name="Client">The client of the account.</param>
/// <param name="Address">The address, if one was given.</param>
/// <param name="Endpoint">The endpoint, if one was given.</param>
internal sealed record BatchServer(HfClient Client, InferenceTarget? Address, HfInferenceEndpoint? Endpoint)
{
    /// <summary>Its short name, for the progress bar.</summary>
    public string Name => Endpoint?.Name ?? Address!.Uri.Host;

    /// <summary>Its name in messages.</summary>
    public string Label => Endpoint is null ? $"'{Address!.Uri.GetLeftPart(UriPartial.Path)}'" : $"endpoint '{Endpoint.Name}'";

    /// <summary>Its task, if it is known.</summary>
    public string Task => Endpoint?.Task ?? "text-generation";

    /// <summary>Finds the server of a call: the endpoint, read by its name, or the address given instead of one.</summary>
    public static async Task<BatchServer> FindAsync(
        (HfEndpointReference? Endpoint, InferenceTarget? Address) called,
        HfConnection session,
        string? owner,
        CmdletOutput output,
        CancellationToken cancellationToken)
    {
        if (called.Endpoint is not { } reference)
        {
            return new BatchServer(session.CreateClient(output), called.Address!, null);
        }

        session.RequireToken();
        HfClient client = session.CreateClient(output);
        owner = reference.Resolve(owner, session) ?? await session.GetNamespaceAsync(client, cancellationToken).ConfigureAwait(false);
        return new BatchServer(
            client, null, await client.Endpoints.GetAsync(owner, reference.Name, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The server for the jobs.</summary>
    /// <exception cref="HfException">The endpoint can't answer: it is paused, has failed or is not deployed.</exception>
    public InferenceTarget Target(bool allowPending) => Address ?? InferenceTarget.FromEndpoint(Endpoint!, allowPending);

    /// <summary>The cost of the current replicas per hour; null if it is not available in time.</summary>
    public async Task<decimal?> FindPriceAsync(CmdletOutput output, CancellationToken cancellationToken)
    {
        if (Endpoint is null)
        {
            return null;
        }

        IReadOnlyList<HfHardware>? options = await PriceTag
            .TryAsync("The cost", output, token => Client.Hardware.ListAsync(null, token), cancellationToken).ConfigureAwait(false);
        HfHardware? option = options?.Find(Endpoint.Vendor, Endpoint.Region, Endpoint.InstanceType, Endpoint.InstanceSize);

        // An endpoint that the batch wakes has at least one replica.
        int replicas = Math.Max(1, Math.Max(Endpoint.ReadyReplica ?? 0, Endpoint.TargetReplica ?? 0));
        return option?.PricePerHour * replicas;
    }
}
