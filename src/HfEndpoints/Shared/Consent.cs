using System.Management.Automation;

namespace HfEndpoints.Commands;

/// <summary>Whether a cmdlet with -Force shall do what it is about to do: what -Force, -WhatIf and -Confirm say together.</summary>
internal sealed class Consent(PSCmdlet cmdlet, bool force)
{
    // Not asking must not make -WhatIf act.
    private readonly bool _isSure =
        force && !Asking.IsWhatIf(cmdlet) && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <summary>Asks, unless the user is sure; then a verbose line says what is done.</summary>
    public async Task<bool> IsGivenAsync(CmdletOutput output, string description, string action)
    {
        if (!_isSure)
        {
            return await output.ShouldProcessAsync(description, action).ConfigureAwait(false);
        }

        output.Verbose($"{description}: {action}.");
        return true;
    }
}
