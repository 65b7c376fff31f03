namespace HfEndpoints.Commands;

/// <summary>Calculates what endpoints cost now, in a month, and at the bounds of their scaling.</summary>
[Cmdlet(
    VerbsDiagnostic.Measure, "HfInferenceEndpointCost", HelpUri = HelpPages.Root + "Measure-HfInferenceEndpointCost.md")]
[OutputType(typeof(HfEndpointCost))]
public sealed class MeasureHfInferenceEndpointCostCommand : EndpointCmdlet
{
    private readonly CostSheet _sheet = new();

    /// <summary>The endpoints: names, wildcards, <c>namespace/name</c>, objects, or copies of them. Without it: all.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true,
        HelpMessage = "The endpoints: names, wildcards, namespace/name, objects, or copies of them. Without it: all.")]
    [Alias("EndpointName", "InputObject")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EndpointNameCompleter))]
    [EndpointArgument]
    [ValidateNotNullOrEmpty]
    [ValidateEndpoint]
    public HfEndpointReference[]? Name { get; set; }

    /// <summary>Emits only the total.</summary>
    [Parameter(HelpMessage = "Emits only the total.")]
    public SwitchParameter Total { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        ForEachTarget(Name ?? [new HfEndpointReference("*")], async (target, output, cancellationToken) =>
        {
            HfInferenceEndpoint endpoint = target.Given
                ?? target.Connection.Own(await target.ReadAsync(cancellationToken).ConfigureAwait(false));
            await _sheet.EnterAsync(target, endpoint, output, cancellationToken).ConfigureAwait(false);
        });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Total)
        {
            WriteObject(_sheet.Total);
        }
        else
        {
            WriteObject(_sheet.Costs, enumerateCollection: true);
        }
    }
}
