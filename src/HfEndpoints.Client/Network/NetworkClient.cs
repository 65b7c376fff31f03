namespace HfEndpoints.Client;

/// <summary>The network settings of a namespace: address lists, domains and private links.</summary>
public class NetworkClient
{
    private const string CidrRoute = "cidr-list";
    private const string DomainRoute = "domain";
    private const string ServiceRoute = "private-service";
    private readonly HfTransport _transport;

    internal NetworkClient(HfTransport transport) => _transport = transport;

    /// <summary>For mocking.</summary>
    protected NetworkClient() => _transport = null!;

    /// <summary>Lists the address lists.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The lists.</returns>
    public virtual Task<IReadOnlyList<HfCidrList>> ListCidrListsAsync(
        string owner, CancellationToken cancellationToken = default) =>
        ListAsync(CidrRoute, owner, "address lists", [], ReadCidrList, cancellationToken);

    /// <summary>Creates an address list, or replaces one.</summary>
    /// <param name="list">The list, with the namespace it belongs to; with an id, the one that it replaces.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The list with its id.</returns>
    public virtual Task<HfCidrList> SaveCidrListAsync(HfCidrList list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        string owner = list.Namespace;
        var body = new JsonObject
        {
            ["name"] = list.Name,
            ["cidrList"] = new JsonArray([.. list.Range.Select(range => JsonValue.Create(range))]),
        };
        if (list.Id is not null)
        {
            body["id"] = list.Id;
        }

        return SendAsync(
            new HfRequest(HttpMethod.Post, list.Id is null ? Route(CidrRoute, owner) : Route(CidrRoute, owner, list.Id))
            {
                Action = $"{(list.Id is null ? "create" : "change")} address list '{list.Name}' in namespace '{owner}'",
                Content = () => HfJson.ToContent(body, HfJson.Context.JsonObject),
                // A lost create can't be looked up, because names are not unique. A replace is idempotent.
                Retry = list.Id is null ? RetryRule.OnlyIfNotSent : RetryRule.Repeatable,
            },
            "the address list",
            json => ReadCidrList(json, owner),
            cancellationToken);
    }

    /// <summary>Deletes an address list.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="id">The list's id.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the service has confirmed it.</returns>
    public virtual Task DeleteCidrListAsync(string owner, string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(CidrRoute, owner, id, "address list", cancellationToken);

    /// <summary>Lists the domains.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The domains.</returns>
    public virtual Task<IReadOnlyList<HfDomain>> ListDomainsAsync(
        string owner, CancellationToken cancellationToken = default) =>
        ListAsync(DomainRoute, owner, "domains", [], ReadDomain, cancellationToken);

    /// <summary>Adds a domain.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The domain, not yet ready.</returns>
    public virtual Task<HfDomain> AddDomainAsync(string owner, string domain, CancellationToken cancellationToken = default) =>
        SendAsync(
            new HfRequest(HttpMethod.Post, Route(DomainRoute, owner))
            {
                Action = $"add domain '{domain}' to namespace '{owner}'",
                Content = () => HfJson.ToContent(new JsonObject { ["domain"] = domain }, HfJson.Context.JsonObject),
                Retry = RetryRule.OnlyIfNotSent,
                ConflictKind = HfErrorKind.AlreadyExists,
            },
            "the domain",
            json => ReadDomain(json, owner),
            cancellationToken);

    /// <summary>Deletes a domain.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the service has confirmed it.</returns>
    public virtual Task DeleteDomainAsync(string owner, string domain, CancellationToken cancellationToken = default) =>
        DeleteAsync(DomainRoute, owner, domain, "domain", cancellationToken);

    /// <summary>Lists the private links.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="accountId">Only links of this account; null for all.</param>
    /// <param name="shared">Only links that are shared, or are not; null for all.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The links.</returns>
    public virtual Task<IReadOnlyList<HfPrivateService>> ListPrivateServicesAsync(
        string owner, string? accountId, bool? shared, CancellationToken cancellationToken = default) =>
        ListAsync(
            ServiceRoute,
            owner,
            "private services",
            [new("account-id", accountId), new("shared", shared switch { true => "true", false => "false", null => null })],
            ReadPrivateService,
            cancellationToken);

    /// <summary>Deletes a private link.</summary>
    /// <param name="owner">The user or organization.</param>
    /// <param name="id">The link's id.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A task that completes when the service has confirmed it.</returns>
    public virtual Task DeletePrivateServiceAsync(string owner, string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(ServiceRoute, owner, id, "private service", cancellationToken);

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string route,
        string owner,
        string what,
        IEnumerable<KeyValuePair<string, string?>> query,
        Func<JsonElement, string, T> read,
        CancellationToken cancellationToken)
    {
        var request = new HfRequest(HttpMethod.Get, UriPath.WithQuery(Route(route, owner), query))
        {
            Action = $"list the {what} of namespace '{owner}'",
        };
        return _transport.SendJsonAsync<IReadOnlyList<T>>(
            request,
            json => [.. json.ListOf("items", $"the {what} of namespace '{owner}'").Select(item => read(item, owner))],
            cancellationToken);
    }

    private Task<T> SendAsync<T>(HfRequest request, string what, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _transport.SendJsonAsync(
            request, json => json.ValueKind == JsonValueKind.Object ? read(json) : throw JsonMembers.Unreadable(what), cancellationToken);

    // CidrListSpec of the service's OpenAPI document.
    private static HfCidrList ReadCidrList(JsonElement json, string owner) => new()
    {
        Id = json.WordOf("id"),
        Name = json.WordOf("name") ?? "",
        Range = [.. json.TextsOf("cidrList")],
        Namespace = owner,
    };

    // DomainWithStatus.
    private static HfDomain ReadDomain(JsonElement json, string owner) => new()
    {
        Domain = json.WordOf("domain") ?? "",
        Stage = json.Member("status")?.WordOf("stage") ?? "",
        CreatedAt = json.TimeOf("createdAt"),
        Namespace = owner,
    };

    // PrivateServiceWithStatus.
    private static HfPrivateService ReadPrivateService(JsonElement json, string owner)
    {
        JsonElement service = json.Member("privateService") ?? default;
        JsonElement status = json.Member("status") ?? default;
        return new HfPrivateService
        {
            Id = json.WordOf("id") ?? "",
            EndpointName = json.WordOf("endpointName"),
            AccountId = service.WordOf("accountId"),
            Region = service.WordOf("region"),
            Shared = service.FlagOf("shared") ?? false,
            Stage = status.WordOf("stage") ?? "",
            ServiceName = status.WordOf("service_name"),
            LoadBalancerAddress = [.. status.TextsOf("lb_ips")],
            CreatedAt = json.TimeOf("createdAt"),
            Namespace = owner,
        };
    }

    private Task DeleteAsync(
        string route, string owner, string id, string what, CancellationToken cancellationToken) =>
        _transport.DeleteAsync(
            new HfRequest(HttpMethod.Delete, Route(route, owner, id))
            {
                Action = $"delete {what} '{id}' in namespace '{owner}'",
            },
            cancellationToken);

    private Uri Route(params ReadOnlySpan<string> segments) => UriPath.Append(_transport.Options.EndpointsUri, ["network", .. segments]);
}
