namespace HfEndpoints.Client;

/// <summary>The models of the catalog, which the service deploys with its own tested settings.</summary>
public class CatalogClient
{
    private const string LostAdvice = "It may be deployed anyway, and cost money: check before you deploy it "
        + "again, or give a name, so that it can be looked up.";

    private readonly HfTransport _transport;
    private readonly EndpointsClient _endpoints;

    /// <summary>For mocking.</summary>
    protected CatalogClient() => (_transport, _endpoints) = (null!, null!);

    internal CatalogClient(HfTransport transport, EndpointsClient endpoints) => (_transport, _endpoints) = (transport, endpoints);

    /// <summary>Lists the catalog's models.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Their repositories.</returns>
    public virtual async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        CatalogList answer = await _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Get, UriPath.Append(_transport.Options.CatalogUri, "repo-list"))
            {
                Action = "list the catalog",
            },
            HfJson.Context.CatalogList,
            cancellationToken).ConfigureAwait(false);
        return answer.Models ?? [];
    }

    /// <summary>Deploys a model of the catalog with the catalog's own settings.</summary>
    /// <param name="owner">The user or organization that will own it and pay for it.</param>
    /// <param name="repository">The model's repository, one that the catalog lists.</param>
    /// <param name="name">The endpoint's name; null lets the service choose one.</param>
    /// <param name="accelerator"><c>cpu</c>, <c>gpu</c> or <c>neuron</c>; null lets the service choose.</param>
    /// <param name="cancellationToken">Cancels the request, not what the service began.</param>
    /// <returns>The endpoint, not yet ready.</returns>
    /// <exception cref="HfException">
    /// It was not created; or it may have been, if <see cref="HfException.IsOutcomeUnknown"/> is true.
    /// </exception>
    /// <exception cref="CreateCanceledException">It may have been created: the create was cancelled after it was sent.</exception>
    public virtual async Task<HfInferenceEndpoint> DeployAsync(
        string owner, string repository, string? name = null, string? accelerator = null, CancellationToken cancellationToken = default)
    {
        if (name is not null)
        {
            EndpointRules.CheckName(name);
        }

        var body = new CatalogDeployRequest(owner, repository, name, accelerator);
        var request = new HfRequest(HttpMethod.Post, UriPath.Append(_transport.Options.CatalogUri, "deploy"))
        {
            Action = $"deploy '{repository}' from the catalog in namespace '{owner}'",
            Content = () => HfJson.ToContent(body, HfJson.Context.CatalogDeployRequest),
            Retry = RetryRule.OnlyIfNotSent,
        };
        if (name is not null)
        {
            return await new EndpointCreation(
                _transport,
                _endpoints,
                owner,
                name,
                found => found.Repository == repository
                    && (accelerator is null || found.Accelerator == accelerator))
                .RunAsync(request, cancellationToken).ConfigureAwait(false);
        }

        // Without a name there is nothing to look up: a lost answer is an error, and nothing is sent again.
        try
        {
            return await _transport.SendJsonAsync(
                    request,
                    (shown, exact) => EndpointReader.ReadCreated(shown, exact, owner, _transport.Options.EndpointsUri),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (HfException exception) when (exception.MayHaveActed)
        {
            throw new HfException(exception, $"{exception.Message} {LostAdvice}") { IsOutcomeUnknown = true, Namespace = owner };
        }
        catch (OperationCanceledException exception) when (request.MayHaveActed)
        {
            throw new CreateCanceledException(owner, null, exception);
        }
    }
}

/// <summary>The answer of the catalog's list route.</summary>
internal sealed record CatalogList
{
    public IReadOnlyList<string>? Models { get; init; }
}

/// <summary>The body of the catalog's deploy route.</summary>
internal sealed record CatalogDeployRequest(string Namespace, string RepoId, string? EndpointName, string? Accelerator);
