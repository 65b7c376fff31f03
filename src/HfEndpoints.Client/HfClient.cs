using HfEndpoints.Client.Batches;

namespace HfEndpoints.Client;

/// <summary>
/// The entry to the service. A client is cheap and safe to use from many threads; all clients of a process share one
/// pool of connections. The clients can be mocked: their members are virtual.
/// </summary>
public class HfClient
{
    private readonly HfTransport _transport;

    /// <summary>Creates a client with the token and addresses of the environment, as the Python library does.</summary>
    /// <exception cref="HfException">A variable contains an address that is not valid.</exception>
    public HfClient()
        : this(HfClientOptions.FromEnvironment(new HfEnvironment()))
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="options">Addresses, token, time-outs and retries.</param>
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
        Emulator = new EmulatorClient(_transport);
    }

    /// <summary>The options of this client.</summary>
    public HfClientOptions Options { get; }

    /// <summary>The hub's account routes.</summary>
    public virtual HubClient Hub { get; }

    /// <summary>The control routes of an emulator, if the hub is one.</summary>
    internal EmulatorClient Emulator { get; } = null!;

    /// <summary>The endpoints API.</summary>
    public virtual EndpointsClient Endpoints { get; }

    /// <summary>Hardware, its prices and quotas.</summary>
    public virtual HardwareClient Hardware { get; }

    /// <summary>The model catalog.</summary>
    public virtual CatalogClient Catalog { get; }

    /// <summary>The permissions of the token.</summary>
    public virtual AccessClient Access { get; }

    /// <summary>Address lists, domains and private links.</summary>
    public virtual NetworkClient Network { get; }

    /// <summary>Whether deployed servers answer.</summary>
    public virtual HealthProbe Health { get; }

    /// <summary>The metrics of endpoints.</summary>
    public virtual MetricsClient Metrics { get; }

    /// <summary>The replicas of endpoints.</summary>
    public virtual ReplicasClient Replicas { get; }

    /// <summary>The audit log of endpoints.</summary>
    public virtual AuditClient Audit { get; }

    /// <summary>The logs of endpoints.</summary>
    public virtual LogsClient Logs { get; }

    /// <summary>Makes endpoints match a file.</summary>
    public virtual EndpointSync Sync { get; }

    /// <summary>Text generation on a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual TextGenerationClient GetTextGenerationClient(HfInferenceEndpoint endpoint) =>
        GetTextGenerationClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>Text generation on a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address.</returns>
    public virtual TextGenerationClient GetTextGenerationClient(InferenceTarget target) =>
        new(Connect(target, out ServerInspector inspector), inspector);

    /// <summary>Chat on a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual ChatClient GetChatClient(HfInferenceEndpoint endpoint) => GetChatClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>Chat on a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address.</returns>
    public virtual ChatClient GetChatClient(InferenceTarget target) => new(Connect(target, out ServerInspector inspector), inspector);

    /// <summary>Embeddings by a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual EmbeddingClient GetEmbeddingClient(HfInferenceEndpoint endpoint) =>
        GetEmbeddingClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>Embeddings by a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address.</returns>
    public virtual EmbeddingClient GetEmbeddingClient(InferenceTarget target) =>
        new(Connect(target, out ServerInspector inspector), inspector);

    /// <summary>Reranking by a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual RerankClient GetRerankClient(HfInferenceEndpoint endpoint) => GetRerankClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>Reranking by a deployed endpoint. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address.</returns>
    public virtual RerankClient GetRerankClient(InferenceTarget target) => new(Connect(target, out ServerInspector inspector), inspector);

    /// <summary>What a deployed server reports about itself. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual ServerInfoClient GetServerInfoClient(HfInferenceEndpoint endpoint) =>
        GetServerInfoClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>What a deployed server reports about itself. Keep the client: it remembers what it learns about the server.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address.</returns>
    public virtual ServerInfoClient GetServerInfoClient(InferenceTarget target) =>
        new(new ServerInspector(new DeployedServer(_transport, target)));

    /// <summary>
    /// Any task on a deployed endpoint: classification, images, speech and the others. Keep the client: it remembers what it learns about
    /// the server.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual TaskClient GetTaskClient(HfInferenceEndpoint endpoint) => GetTaskClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>
    /// Any task on a deployed endpoint: classification, images, speech and the others. Keep the client: it remembers what it learns about
    /// the server.
    /// </summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address.</returns>
    public virtual TaskClient GetTaskClient(InferenceTarget target) => new(Connect(target, out ServerInspector inspector), inspector);

    /// <summary>Sends many jobs through a deployed endpoint, from and to files.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint. It retries requests by its own rule, not by the options.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual BatchClient GetBatchClient(HfInferenceEndpoint endpoint) => GetBatchClient(InferenceTarget.FromEndpoint(endpoint));

    /// <summary>Sends many jobs through a deployed endpoint, from and to files.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address. It retries requests by its own rule, not by the options.</returns>
    public virtual BatchClient GetBatchClient(InferenceTarget target) =>
        new(new DeployedServer(new HfTransport(Options with { MaxRetries = 0 }), target));

    /// <summary>Measures the throughput and latency of a deployed endpoint under load.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The client of that endpoint. It repeats no request.</returns>
    /// <exception cref="HfException">The endpoint is paused, failed or not deployed yet.</exception>
    public virtual LoadTestClient GetLoadTestClient(HfInferenceEndpoint endpoint) =>
        new(this, InferenceTarget.FromEndpoint(endpoint), endpoint);

    /// <summary>Measures the throughput and latency of a deployed server under load.</summary>
    /// <param name="target">The address, and whether the token may be sent to it.</param>
    /// <returns>The client of that address. It repeats no request.</returns>
    public virtual LoadTestClient GetLoadTestClient(InferenceTarget target) => new(this, target, null);

    /// <summary>Waits for many endpoints at once, with as few requests as possible.</summary>
    /// <returns>A waiter.</returns>
    public virtual EndpointWaiter GetWaiter() => new(_transport);

    /// <summary>Watches many endpoints for changes at once, with a limited number of connections.</summary>
    /// <returns>A watcher.</returns>
    public virtual EndpointWatcher GetWatcher() => new(_transport);

    /// <summary>Creates a lease: the endpoint is started, and stopped again whatever happens.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How to start and stop it; null pauses it afterwards.</param>
    /// <returns>The lease, which is not open yet.</returns>
    public virtual EndpointLease GetLease(string owner, string name, LeaseOptions? options = null) =>
        new(this, owner, name, options ?? new LeaseOptions());

    /// <summary>Creates a lease of replicas: the maximum of an endpoint is raised, and put back whatever happens.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="maxReplica">The maximum meanwhile, at least 1. A lower one than the endpoint has changes nothing.</param>
    /// <param name="options">How long putting back may take, and who hears of trouble; the rest does not matter here.</param>
    /// <returns>The lease, which is not open yet.</returns>
    public virtual ReplicaLease GetReplicaLease(string owner, string name, int maxReplica, LeaseOptions? options = null) =>
        new(this, owner, name, maxReplica, options ?? new LeaseOptions());

    /// <summary>Waits until an endpoint reaches a state; by default until it is running and answers.</summary>
    /// <param name="owner">The user or organization that owns it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">What to wait for and how long; null waits until it runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The endpoint as it is then.</returns>
    /// <exception cref="HfException">The endpoint failed, cannot reach the state by itself, was deleted, or took too long.</exception>
    public virtual async Task<HfInferenceEndpoint> WaitAsync(
        string owner, string name, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        await foreach (EndpointResult result in GetWaiter()
            .WaitAsync([new WaitTarget(owner, name)], options ?? new WaitOptions(), cancellationToken).ConfigureAwait(false))
        {
            return result.Endpoint ?? throw result.Error!;
        }

        throw new HfException(HfErrorKind.WaitTimeout, $"Endpoint '{name}' of '{owner}' was not waited for.");
    }

    private DeployedServer Connect(InferenceTarget target, out ServerInspector inspector)
    {
        var server = new DeployedServer(_transport, target);
        inspector = new ServerInspector(server);
        return server;
    }
}
