namespace HfEndpoints.Commands;

/// <summary>Pauses endpoints, or scales them to zero. Either way they cost nothing until they start again.</summary>
[Cmdlet(
    VerbsLifecycle.Suspend, "HfInferenceEndpoint", SupportsShouldProcess = true, DefaultParameterSetName = EndpointSet,
    HelpUri = HelpPages.Root + "Suspend-HfInferenceEndpoint.md")]
[OutputType(typeof(HfInferenceEndpoint))]
public sealed class SuspendHfInferenceEndpointCommand : EndpointActionCmdlet
{
    /// <summary>Scales to zero instead, so that the next request wakes the endpoint.</summary>
    [Parameter(HelpMessage = "Scales to zero instead, so that the next request wakes the endpoint.")]
    public SwitchParameter ScaleToZero { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ScaleToZero)
        {
            ChangeEachTarget("scale to zero", (target, cancellationToken) =>
                target.Client.Endpoints.ScaleToZeroAsync(target.Namespace, target.Name, cancellationToken));
        }
        else
        {
            ChangeEachTarget("pause", (target, cancellationToken) =>
                target.Client.Endpoints.PauseAsync(target.Namespace, target.Name, cancellationToken));
        }
    }
}
