using System.Text.Json.Serialization.Metadata;

namespace HfEndpoints.Client;

/// <summary>Who may reach a namespace's endpoints, and how: address lists, domains, private links.</summary>
public class NetworkClient
{
    private const string CidrRoute = "cidr-list";
    private const string DomainRoute = "domain";
    private const string ServiceRoute = "private-service";
    private readonly HfTransport _transport;

    /// <summary>For mocking.</summary>
    protected NetworkClient() => _transport = null!;

    internal NetworkClient(HfTransport transport) => _transport = transport;

    /// <summary>Lists the address lists.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The lists.</returns>
    public virtual Task<IReadOnlyList<CidrList>> ListCidrListsAsync(
        string owner, CancellationToken cancellationToken = default) =>
        ListAsync(CidrRoute, owner, "address lists", [], HfJson.Context.ItemListCidrList, cancellationToken);

    /// <summary>Creates an address list, or replaces one.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="list">The list; with an id, the one that it replaces.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The list with its id.</returns>
    public virtual Task<CidrList> SaveCidrListAsync(
        string owner, CidrList list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        var request = new HfRequest(
            HttpMethod.Post, list.Id is null ? Route(CidrRoute, owner) : Route(CidrRoute, owner, list.Id))
        {
            Action = $"{(list.Id is null ? "create" : "change")} address list '{list.Name}' in namespace '{owner}'",
            Content = () => HfJson.ToContent(list, HfJson.Context.CidrList),
            // A list has no name of its own to look a lost one up by; replacing one twice is replacing it once.
            Retry = list.Id is null ? RetryRule.OnlyIfNotSent : RetryRule.Repeatable,
        };
        return _transport.SendJsonAsync(request, HfJson.Context.CidrList, cancellationToken);
    }

    /// <summary>Deletes an address list.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="id">The list's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when the service has said so.</returns>
    public virtual Task DeleteCidrListAsync(string owner, string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(CidrRoute, owner, id, "address list", cancellationToken);

    /// <summary>Lists the domains.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The domains.</returns>
    public virtual Task<IReadOnlyList<CustomDomain>> ListDomainsAsync(
        string owner, CancellationToken cancellationToken = default) =>
        ListAsync(DomainRoute, owner, "domains", [], HfJson.Context.ItemListCustomDomain, cancellationToken);

    /// <summary>Adds a domain.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The domain, not yet ready.</returns>
    public virtual Task<CustomDomain> AddDomainAsync(
        string owner, string domain, CancellationToken cancellationToken = default) =>
        _transport.SendJsonAsync(
            new HfRequest(HttpMethod.Post, Route(DomainRoute, owner))
            {
                Action = $"add domain '{domain}' to namespace '{owner}'",
                Content = () => HfJson.ToContent(new DomainRequest(domain), HfJson.Context.DomainRequest),
                Retry = RetryRule.OnlyIfNotSent,
                ConflictKind = HfErrorKind.AlreadyExists,
            },
            HfJson.Context.CustomDomain,
            cancellationToken);

    /// <summary>Deletes a domain.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when the service has said so.</returns>
    public virtual Task DeleteDomainAsync(string owner, string domain, CancellationToken cancellationToken = default) =>
        DeleteAsync(DomainRoute, owner, domain, "domain", cancellationToken);

    /// <summary>Lists the private links.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="accountId">Only links of this account; null for all.</param>
    /// <param name="shared">Only links that are shared, or are not; null for all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The links.</returns>
    public virtual Task<IReadOnlyList<PrivateService>> ListPrivateServicesAsync(
        string owner, string? accountId, bool? shared, CancellationToken cancellationToken = default) =>
        ListAsync(
            ServiceRoute,
            owner,
            "private services",
            [new("account-id", accountId), new("shared", shared switch { true => "true", false => "false", null => null })],
            HfJson.Context.ItemListPrivateService,
            cancellationToken);

    /// <summary>Deletes a private link.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="id">The link's id.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when the service has said so.</returns>
    public virtual Task DeletePrivateServiceAsync(string owner, string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(ServiceRoute, owner, id, "private service", cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string route,
        string owner,
        string what,
        IEnumerable<KeyValuePair<string, string?>> query,
        JsonTypeInfo<ItemList<T>> type,
        CancellationToken cancellationToken)
    {
        var request = new HfRequest(HttpMethod.Get, UriPath.WithQuery(Route(route, owner), query))
        {
            Action = $"list the {what} of namespace '{owner}'",
        };
        return (await _transport.SendJsonAsync(request, type, cancellationToken).ConfigureAwait(false)).Items;
    }

    private Task DeleteAsync(
        string route, string owner, string id, string what, CancellationToken cancellationToken) =>
        _transport.SendAndForgetAsync(
            new HfRequest(HttpMethod.Delete, Route(route, owner, id))
            {
                Action = $"delete {what} '{id}' in namespace '{owner}'",
            },
            cancellationToken);

    private Uri Route(params ReadOnlySpan<string> segments) =>
        UriPath.Append(_transport.Options.EndpointsUri, ["network", .. segments]);
}
