using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Tells what endpoints cost now, in a month, and at the bounds of their scaling, and the sum of all.</summary>
[Cmdlet(
    VerbsDiagnostic.Measure, "HfInferenceEndpointCost", DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Measure-HfInferenceEndpointCost.md")]
[OutputType(typeof(HfEndpointCost))]
public sealed class MeasureHfInferenceEndpointCostCommand : EndpointActionCmdlet
{
    private readonly CostSheet _sheet = new();

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachTarget(async (target, output, token) =>
    {
        HfInferenceEndpoint endpoint = target.Given
            ?? EndpointConversion.ToOutput(await target.ReadAsync(token).ConfigureAwait(false), target.Connection);
        HfEndpointCost cost = await _sheet.EnterAsync(target, endpoint, output, token).ConfigureAwait(false);
        await output.WriteAllAsync([cost]).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_sheet.Total is { } total)
        {
            WriteObject(total);
        }
    }
}
