using HfEndpoints.Client.Batches;
using HfEndpoints.Client.Inference;

namespace HfEndpoints.Client;

/// <summary>
/// The way into the service. A client is small and may be made anew for each piece of work: all clients of a process
/// share one pool of connections. It is safe to use from many threads.
/// </summary>
public sealed class HfClient
{
    private readonly HfTransport _transport;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Where the service is, who asks, and how patient to be.</param>
    public HfClient(HfClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _transport = new HfTransport(options);
        Hub = new HubClient(_transport);
        Endpoints = new EndpointsClient(_transport);
        Hardware = new HardwareClient(_transport);
        Catalog = new CatalogClient(_transport, Endpoints);
        Access = new AccessClient(_transport);
        Network = new NetworkClient(_transport);
        Health = new HealthProbe(_transport);
        Metrics = new MetricsClient(_transport);
        Replicas = new ReplicasClient(_transport);
        Audit = new AuditClient(_transport);
        Logs = new LogsClient(_transport);
        Sync = new EndpointSync(Endpoints);
    }

    /// <summary>What the client was made with.</summary>
    public HfClientOptions Options { get; }

    /// <summary>The hub's account routes.</summary>
    public HubClient Hub { get; }

    /// <summary>The endpoints API.</summary>
    public EndpointsClient Endpoints { get; }

    /// <summary>Hardware, its prices and quotas.</summary>
    public HardwareClient Hardware { get; }

    /// <summary>The model catalog.</summary>
    public CatalogClient Catalog { get; }

    /// <summary>What the token may do.</summary>
    public AccessClient Access { get; }

    /// <summary>Address lists, domains and private links.</summary>
    public NetworkClient Network { get; }

    /// <summary>Whether deployed servers answer.</summary>
    public HealthProbe Health { get; }

    /// <summary>What the service measures of endpoints.</summary>
    public MetricsClient Metrics { get; }

    /// <summary>The replicas of endpoints.</summary>
    public ReplicasClient Replicas { get; }

    /// <summary>Who did what to endpoints.</summary>
    public AuditClient Audit { get; }

    /// <summary>What endpoints write.</summary>
    public LogsClient Logs { get; }

    /// <summary>Making endpoints match a file.</summary>
    public EndpointSync Sync { get; }

    /// <summary>Text generation on a deployed endpoint. Keep the client: it remembers what it learns of the server.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint.</returns>
    public TextGenerationClient TextGeneration(InferenceTarget target)
    {
        var server = new DeployedServer(_transport, target);
        return new TextGenerationClient(server, new ServerInspector(server));
    }

    /// <summary>Chat on a deployed endpoint. Keep the client: it remembers what it learns of the server.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint.</returns>
    public ChatClient Chat(InferenceTarget target)
    {
        var server = new DeployedServer(_transport, target);
        return new ChatClient(server, new ServerInspector(server));
    }

    /// <summary>Vectors of texts, by a deployed endpoint. Keep the client: it remembers what it learns of the server.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint.</returns>
    public EmbeddingClient Embeddings(InferenceTarget target)
    {
        var server = new DeployedServer(_transport, target);
        return new EmbeddingClient(server, new ServerInspector(server));
    }

    /// <summary>Ranking of texts, by a deployed endpoint. Keep the client: it remembers what it learns of the server.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint.</returns>
    public RerankClient Rerank(InferenceTarget target)
    {
        var server = new DeployedServer(_transport, target);
        return new RerankClient(server, new ServerInspector(server));
    }

    /// <summary>What a deployed server tells of itself.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint.</returns>
    public ServerInfoClient ServerInfo(InferenceTarget target) =>
        new(new ServerInspector(new DeployedServer(_transport, target)));

    /// <summary>Any task on a deployed endpoint: classification, images, speech and the others.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint.</returns>
    public TaskClient Tasks(InferenceTarget target) => new(new DeployedServer(_transport, target));

    /// <summary>Many jobs through a deployed endpoint, from and to files.</summary>
    /// <param name="target">The endpoint's address, and whether it may be sent the token.</param>
    /// <returns>The client of that endpoint. It repeats requests by its own rule, not by that of the options.</returns>
    public BatchClient Batch(InferenceTarget target) =>
        new(new DeployedServer(new HfTransport(Options with { MaxRetries = 0 }), target));

    /// <summary>Waiting for endpoints, many at once with the fewest requests.</summary>
    /// <returns>A waiter.</returns>
    public EndpointWaiter Waiter() => new(_transport);

    /// <summary>Watching endpoints' changes, many at once with a limited number of connections.</summary>
    /// <returns>A watcher.</returns>
    public EndpointWatcher Watcher() => new(_transport);

    /// <summary>Using one endpoint for a while: it is started, and stopped again whatever happens.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How; null pauses it afterwards.</param>
    /// <returns>The lease, which is not open yet.</returns>
    public EndpointLease Lease(string owner, string name, LeaseOptions? options = null) =>
        new(this, owner, name, options ?? new LeaseOptions());
}
