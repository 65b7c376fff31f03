using System.Runtime.CompilerServices;

namespace HfEndpoints.Commands;

/// <summary>The costs of endpoints and their sum.</summary>
internal sealed class CostSheet
{
    // A table shows the sum above its rows. The rows themselves are only endpoints.
    private static readonly ConditionalWeakTable<HfEndpointCost, CostSheet> s_sheets = [];

    private readonly HardwareLists _hardware = new();
    private readonly List<HfEndpointCost> _costs = [];

    /// <summary>The costs so far.</summary>
    public IReadOnlyList<HfEndpointCost> Costs => _costs;

    /// <summary>The sum so far.</summary>
    public HfEndpointCost Total => EndpointCosts.Sum(_costs);

    /// <summary>The sum of the sheet that a row belongs to, as text; null if it belongs to none.</summary>
    public static string? DescribeTotal(HfEndpointCost cost) =>
        s_sheets.TryGetValue(cost, out CostSheet? sheet) && sheet.Total is var total
            ? string.Create(
                CultureInfo.InvariantCulture, $"USD {total.UsdPerHour:#,0.000} per hour, USD {total.UsdPerMonth:#,0.00} per month")
            : null;

    public async Task EnterAsync(
        EndpointTarget target, HfInferenceEndpoint endpoint, CmdletOutput output, CancellationToken cancellationToken)
    {
        IReadOnlyList<HfHardware> options = await _hardware
            .GetAsync(target.Connection, target.Client, target.Namespace, cancellationToken)
            .ConfigureAwait(false);
        string instance = $"{endpoint.Vendor} {endpoint.Region} {endpoint.InstanceType} {endpoint.InstanceSize}";
        HfHardware? option = options.Find(endpoint.Vendor, endpoint.Region, endpoint.InstanceType, endpoint.InstanceSize);
        if (option is null)
        {
            output.Warn($"The price of endpoint '{endpoint.Name}' is not known: the service no longer lists '{instance}'.");
        }

        HfEndpointCost cost = EndpointCosts.Calculate(
            new HfEndpointCost
            {
                Name = endpoint.Name,
                Namespace = target.Namespace,
                Instance = instance,
                PricePerHour = option?.PricePerHour,
            },
            endpoint.Status,
            // Replicas that are starting or stopping cost money too.
            Math.Max(endpoint.ReadyReplica ?? 0, endpoint.TargetReplica ?? 0),
            endpoint.MinReplica,
            endpoint.MaxReplica);
        _costs.Add(cost);
        s_sheets.Add(cost, this);
    }
}
