using HfEndpoints.Client;

namespace HfEndpoints.Commands;

/// <summary>The costs of endpoints, one after the other, and their sum.</summary>
internal sealed class CostSheet
{
    private readonly HardwareLists _hardware = new();
    private readonly List<EndpointCost> _costs = [];

    /// <summary>The sum of what was entered so far; null where nothing was.</summary>
    public HfEndpointCost? Total => _costs.Count == 0
        ? null
        : HardwareConversion.ToOutput(EndpointCost.Sum(_costs), "Total", null, null);

    public async Task<HfEndpointCost> EnterAsync(
        EndpointTarget target, HfInferenceEndpoint endpoint, CmdletOutput output, CancellationToken cancellationToken)
    {
        IReadOnlyList<HardwareOption> options = await _hardware
            .GetAsync(target.Connection, target.Client, target.Namespace, cancellationToken)
            .ConfigureAwait(false);
        string instance = $"{endpoint.Vendor} {endpoint.Region} {endpoint.InstanceType} {endpoint.InstanceSize}";
        HardwareOption? option = options.Find(
            endpoint.Vendor, endpoint.Region, endpoint.InstanceType, endpoint.InstanceSize);
        if (option is null)
        {
            output.Warn(
                $"The price of endpoint '{endpoint.Name}' is not known: the service no longer lists '{instance}'.");
        }

        // What starts or stops just now is paid for too.
        int replicas = Math.Max(endpoint.ReadyReplica ?? 0, endpoint.TargetReplica ?? 0);
        EndpointCost cost = EndpointCost.Calculate(
            option?.PricePerHour, endpoint.Status, replicas, endpoint.MinReplica, endpoint.MaxReplica);
        _costs.Add(cost);
        return HardwareConversion.ToOutput(cost, endpoint.Name, target.Namespace, instance);
    }
}
