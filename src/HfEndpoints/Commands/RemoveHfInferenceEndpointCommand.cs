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

    // Not asking must not make -WhatIf act.
    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
        ? ((SwitchParameter)bound).IsPresent
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isSure = Force && !IsWhatIf && !MyInvocation.BoundParameters.ContainsKey("Confirm");
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
