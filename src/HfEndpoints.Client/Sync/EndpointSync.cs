namespace HfEndpoints.Client;

/// <summary>Reads the endpoints of a namespace, and applies plans.</summary>
public class EndpointSync
{
    private readonly EndpointsClient _endpoints;

    /// <summary>For mocking.</summary>
    protected EndpointSync() => _endpoints = null!;

    internal EndpointSync(EndpointsClient endpoints) => _endpoints = endpoints;

    /// <summary>Reads the endpoints needed for plans: a single one by name, several from the list.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="names">The names in the file for this namespace.</param>
    /// <param name="all">Whether to read the others too, in order to remove them.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The existing endpoints, by name.</returns>
    public virtual async Task<IReadOnlyDictionary<string, HfInferenceEndpoint>> ReadAsync(
        string owner, IReadOnlyCollection<string> names, bool all, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        var found = new Dictionary<string, HfInferenceEndpoint>(StringComparer.Ordinal);
        if (names.Count == 1 && !all)
        {
            try
            {
                HfInferenceEndpoint only = await _endpoints.GetAsync(owner, names.First(), cancellationToken).ConfigureAwait(false);
                found.Add(only.Name, only);
            }
            catch (HfException exception) when (exception.Kind == HfErrorKind.EndpointNotFound)
            {
                // It will be created.
            }

            return found;
        }

        await foreach (EndpointPage page in _endpoints.ListPagesAsync(owner, null, cancellationToken).ConfigureAwait(false))
        {
            foreach (HfInferenceEndpoint endpoint in page.Items.Where(endpoint => all || names.Contains(endpoint.Name)))
            {
                found[endpoint.Name] = endpoint;
            }
        }

        return found;
    }

    /// <summary>The settings of a create from its plan, with the values of the secrets.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="secrets">The secrets, by their references.</param>
    /// <returns>The settings.</returns>
    public static EndpointSettings ToSettings(EndpointPlan plan, IReadOnlyDictionary<SecretReference, string> secrets)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(secrets);
        var settings = (JsonObject)plan.Settings.DeepClone();
        foreach (SecretPlaces.Place place in SecretPlaces.Find(settings))
        {
            if (place.Text is { } text)
            {
                place.Table[place.Key] = secrets[SecretReference.TryParse(text)!];
            }
        }

        return EndpointEntry.ToSettings(settings);
    }

    /// <summary>Applies a plan.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="secrets">The secrets, by their references.</param>
    /// <param name="cancellationToken">Cancels the request, not what the service began.</param>
    /// <returns>The endpoint as it is now; null if nothing was done or it was removed.</returns>
    public virtual async Task<HfInferenceEndpoint?> ApplyAsync(
        string owner,
        EndpointPlan plan,
        IReadOnlyDictionary<SecretReference, string> secrets,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        switch (plan.Action)
        {
            case PlanAction.Create:
                return await _endpoints.CreateAsync(owner, plan.Name, ToSettings(plan, secrets), cancellationToken).ConfigureAwait(false);
            case PlanAction.Change:
                return await _endpoints.UpdateAsync(owner, plan.Name, ToSettings(plan, secrets), cancellationToken).ConfigureAwait(false);
            case PlanAction.Remove:
                await _endpoints.DeleteAsync(owner, plan.Name, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }
}
