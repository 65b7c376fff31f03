namespace HfEndpoints.Commands;

/// <summary>
/// Raises the maximum of replicas of the endpoints of a batch, and puts it back however the batch ends. If the pipeline is closed by
/// then, by Ctrl+C, an exception or Select-Object -First, a failure goes to the host.
/// </summary>
internal sealed class ReplicaRaise(PSCmdlet cmdlet, int maxReplica)
{
    private readonly ConcurrentQueue<(BatchTarget Target, ReplicaLease Lease)> _leases = new();
    private readonly LeaseTroubles _troubles = new(cmdlet);

    /// <summary>The maximum meanwhile.</summary>
    public int MaxReplica => maxReplica;

    /// <summary>Raises the maximum where it is lower.</summary>
    /// <exception cref="HfException">The service refuses it. What was raised already is put back in the end.</exception>
    public async Task RaiseAsync(IEnumerable<BatchTarget> targets, CmdletOutput output, CancellationToken cancellationToken)
    {
        foreach (BatchTarget target in targets)
        {
            if (target.Server.Endpoint is { } endpoint && endpoint.MaxReplica < maxReplica)
            {
                var options = new LeaseOptions { Trouble = _troubles.Tell };
                ReplicaLease lease = target.Server.Client.GetReplicaLease(endpoint.Namespace, endpoint.Name, maxReplica, options);
                _leases.Enqueue((target, lease));
                await lease.OpenAsync(cancellationToken).ConfigureAwait(false);
                output.Verbose(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Endpoint '{endpoint.Name}' may have {maxReplica} replicas during the batch, {lease.FormerMaxReplica} afterwards."));
            }
        }
    }

    /// <summary>Puts all back, on the pipeline thread.</summary>
    /// <param name="isWanted">Whether the batch ended normally, so that a failure is also an error record.</param>
    public void PutBack(bool isWanted)
    {
        // All at once, for each may take a minute.
        (BatchTarget, ReplicaLease, Task<HfException?>)[] ends =
            [.. _leases.Select(raised => (raised.Target, raised.Lease, raised.Lease.EndAsync()))];
        _leases.Clear();
        foreach ((BatchTarget target, ReplicaLease lease, Task<HfException?> ending) in ends)
        {
            if (_troubles.Await(ending) is { } failure)
            {
                Report(target, lease, failure, isWanted);
            }
        }
    }

    private void Report(BatchTarget target, ReplicaLease lease, HfException failure, bool isWanted)
    {
        HfInferenceEndpoint endpoint = target.Server.Endpoint!;
        string price = target.ReplicaPrice is { } usd
            ? string.Create(CultureInfo.InvariantCulture, $", for USD {usd:0.00####} per hour each")
            : "";
        LastWords.Warn(cmdlet, string.Create(
            CultureInfo.InvariantCulture,
            $"Endpoint '{endpoint.Name}' of '{endpoint.Namespace}' may still have up to {maxReplica} replicas instead of "
            + $"{lease.FormerMaxReplica}{price}. {failure.Message} Put it back with: Set-HfInferenceEndpoint {endpoint.Name} "
            + $"-Namespace {endpoint.Namespace} -MaxReplica {lease.FormerMaxReplica}"));
        if (isWanted)
        {
            cmdlet.WriteError(ErrorRecords.From(failure, endpoint.Name));
        }
    }
}
