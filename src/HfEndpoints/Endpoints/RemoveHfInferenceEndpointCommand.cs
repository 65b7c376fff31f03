namespace HfEndpoints.Commands;

/// <summary>Deletes endpoints with their configuration, logs and metrics. This can't be undone.</summary>
[Cmdlet(
    VerbsCommon.Remove, "HfInferenceEndpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Remove-HfInferenceEndpoint.md")]
[OutputType(typeof(void))]
public sealed class RemoveHfInferenceEndpointCommand : EndpointActionCmdlet
{
    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(HelpMessage = HelpText.Force)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var consent = new Consent(this, Force);
        ForEachTarget(async (target, output, cancellationToken) =>
        {
            if (await consent.IsGivenAsync(output, target.Description, "delete permanently").ConfigureAwait(false))
            {
                await target.Client.Endpoints.DeleteAsync(target.Namespace, target.Name, cancellationToken).ConfigureAwait(false);
            }
        });
    }
}
