using HfEndpoints.Client.Batches;

namespace HfEndpoints.Commands;

/// <summary>An endpoint or an address as it was given to a batch.</summary>
/// <param name="Session">The account and service.</param>
/// <param name="Endpoint">The endpoint, which may be a pattern; null for an address.</param>
/// <param name="Address">The address; null for an endpoint.</param>
internal sealed record CalledEndpoint(HfConnection Session, HfEndpointReference? Endpoint, InferenceTarget? Address);

/// <summary>A server that can be sent jobs.</summary>
/// <param name="Server">The server.</param>
/// <param name="Target">Its address.</param>
internal sealed record BatchTarget(CalledServer Server, InferenceTarget Target)
{
    /// <summary>The cost of one replica per hour; null if it is not known.</summary>
    public decimal? ReplicaPrice { get; init; }

    /// <summary>The client for the jobs.</summary>
    public BatchClient Connect() => Server.Client.GetBatchClient(Target with { UsdPerHour = ReplicaPrice * Server.Replicas });
}

/// <summary>The servers of a batch, as they were before the first job.</summary>
internal sealed class BatchServers
{
    private readonly CmdletOutput _output;
    private readonly IReadOnlyList<CalledServer> _servers;
    private readonly HardwareLists _hardware = new();

    private BatchServers(IReadOnlyList<CalledServer> servers, CmdletOutput output) => (_servers, _output) = (servers, output);

    /// <summary>Their name, for the progress bar.</summary>
    public string Name => _servers is [var only] ? only.Name : string.Create(CultureInfo.InvariantCulture, $"{_servers.Count} endpoints");

    /// <summary>Their names in messages.</summary>
    public string Label => _servers is [var only] ? only.Label
        : _servers[0].Endpoint is null ? string.Join(", ", _servers.Select(server => server.Label))
        : $"endpoints {string.Join(", ", _servers.Select(server => $"'{NameOf(server)}'"))}";

    /// <summary>Finds the servers. One that is missing is a warning if there are others.</summary>
    /// <exception cref="HfException">None was found, one was given twice, or what was given is not valid.</exception>
    public static async Task<BatchServers> FindAsync(
        IReadOnlyList<CalledEndpoint> called, string? owner, CmdletOutput output, CancellationToken cancellationToken)
    {
        var servers = new List<CalledServer>();
        var missing = new List<HfException>();
        foreach (CalledEndpoint one in called)
        {
            try
            {
                if (one.Endpoint is { IsPattern: true } pattern)
                {
                    IReadOnlyList<CalledServer> matches = await CalledServer
                        .FindAllAsync(pattern, one.Session, owner, output, cancellationToken).ConfigureAwait(false);
                    servers.AddRange(matches.Where(match => !servers.Any(match.IsSameAs)));
                    continue;
                }

                CalledServer server = await CalledServer
                    .FindAsync((one.Endpoint, one.Address), one.Session, owner, output, cancellationToken).ConfigureAwait(false);
                servers.Add(!servers.Any(server.IsSameAs) ? server : throw Twice(server));
            }
            catch (HfException exception) when (exception.Kind != HfErrorKind.InvalidRequest)
            {
                missing.Add(exception);
            }
        }

        WithoutThem(missing, servers.Count, output);
        return new BatchServers(servers, output);
    }

    /// <summary>The task that all of them have.</summary>
    /// <exception cref="HfException">They have different tasks.</exception>
    public string Task() => _servers.DistinctBy(server => server.Task).Skip(1).Any()
        ? throw new HfException(
            HfErrorKind.InvalidRequest,
            $"The endpoints have different tasks: {Each(server => server.Task)}. Use endpoints of one task, or name the task of the jobs "
            + "with -Task.")
        : _servers[0].Task;

    /// <summary>Warns if answers would come from different models.</summary>
    public void WarnIfModelsDiffer()
    {
        if (_servers.DistinctBy(server => server.Endpoint?.Repository, StringComparer.OrdinalIgnoreCase).Skip(1).Any())
        {
            _output.Warn($"The endpoints have different models: {Each(server => server.Endpoint?.Repository)}. Each of them answers some "
                + "of the jobs.");
        }
    }

    /// <summary>The replicas that are added, and the price of all; appended to the action.</summary>
    public async Task<string> DescribePriceAsync(int? maxReplica, CancellationToken cancellationToken)
    {
        decimal? now = null;
        decimal? most = null;
        var raised = new List<string>();
        foreach (CalledServer server in _servers)
        {
            decimal? price = await server.FindReplicaPriceAsync(_hardware, _output, cancellationToken).ConfigureAwait(false);
            int mayHave = server.Replicas;
            if (server.Endpoint?.MaxReplica < maxReplica)
            {
                mayHave = Math.Max(mayHave, maxReplica.Value);
                raised.Add(string.Create(CultureInfo.InvariantCulture, $"'{NameOf(server)}' (now {server.Endpoint.MaxReplica})"));
            }

            now = price is null ? now : (now ?? 0) + (price * server.Replicas);
            most = price is null ? most : (most ?? 0) + (price * mayHave);
        }

        string with = raised.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", with at most {maxReplica} replicas of {string.Join(", ", raised)}");
        string range = most > now ? string.Create(CultureInfo.InvariantCulture, $" to {most:0.00##}") : "";
        return now is null ? with : string.Create(CultureInfo.InvariantCulture, $"{with}, for USD {now:0.00##}{range} per hour");
    }

    /// <summary>Those that can answer. One that can't, because it is paused or has failed, is a warning if another one can.</summary>
    /// <param name="allowPending">Whether to wait for a first deployment.</param>
    /// <exception cref="HfException">None can.</exception>
    public IReadOnlyList<BatchTarget> FindTargets(bool allowPending)
    {
        var targets = new List<BatchTarget>();
        var failures = new List<HfException>();
        foreach (CalledServer server in _servers)
        {
            try
            {
                InferenceTarget target = server.Target(allowPending);
                targets.Add(new(server, server.Endpoint is null ? target : target with { Name = NameOf(server) }));
            }
            catch (HfException exception)
            {
                failures.Add(exception);
            }
        }

        WithoutThem(failures, targets.Count, _output);
        return targets;
    }

    /// <summary>Adds what they cost, where that is known.</summary>
    public async Task<IReadOnlyList<BatchTarget>> PriceAsync(IEnumerable<BatchTarget> targets, CancellationToken cancellationToken) =>
        await System.Threading.Tasks.Task.WhenAll(targets.Select(async target => target with
        {
            ReplicaPrice = await target.Server.FindReplicaPriceAsync(_hardware, _output, cancellationToken).ConfigureAwait(false),
        })).ConfigureAwait(false);

    private static void WithoutThem(List<HfException> failures, int others, CmdletOutput output)
    {
        if (others == 0)
        {
            HfException last = failures[^1];
            foreach (HfException other in failures.Where(failure => failure.Message != last.Message))
            {
                output.Warn(other.Message);
            }

            throw last;
        }

        failures.ForEach(failure => output.Warn($"{failure.Message} The batch runs without it."));
    }

    private static HfException Twice(CalledServer server) => new(
        HfErrorKind.InvalidRequest, $"{char.ToUpperInvariant(server.Label[0])}{server.Label[1..]} was given twice. Name each one once.");

    // With its namespace, where another one has the same name.
    private string NameOf(CalledServer server) => _servers.Count(other => other.Name == server.Name) > 1 && server.Endpoint is { } endpoint
        ? $"{endpoint.Namespace}/{endpoint.Name}"
        : server.Name;

    private string Each(Func<CalledServer, string?> what) =>
        string.Join(", ", _servers.Select(server => $"'{NameOf(server)}' has {what(server)}"));
}
