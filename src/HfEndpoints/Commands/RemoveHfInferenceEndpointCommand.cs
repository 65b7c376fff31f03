using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Deletes endpoints with their configuration, logs and metrics, for good.</summary>
[Cmdlet(
    VerbsCommon.Remove, "HfInferenceEndpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = NameSet)]
[OutputType(typeof(void))]
public sealed class RemoveHfInferenceEndpointCommand : EndpointActionCmdlet
{
    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Not asking must not make -WhatIf act.
        bool isSure = Force && !Asking.IsWhatIf(this) && !MyInvocation.BoundParameters.ContainsKey("Confirm");
        ForEachTarget(async (target, output, token) =>
        {
            if (isSure)
            {
                output.Verbose($"Deleting {target.Description} for good.");
            }

            if (isSure || await output.ShouldProcessAsync(target.Description, "delete for good").ConfigureAwait(false))
            {
                await target.Client.Endpoints.DeleteAsync(target.Namespace, target.Name, token).ConfigureAwait(false);
            }
        });
    }
}
